import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { markAttendance as contract } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import type { partnerLessonAttended } from '@tutelage/shared/contracts/partner-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type * as z from 'zod'
import { isNoGuestStatus } from '../make-up/make-up-credit.ts'
import { loadSheet } from './lesson-state.ts'
import { markLesson } from './mark-lesson.ts'

/** Posts the class sheet of a lesson (see `markLesson`). @throws NotFound of the lesson. Rule: E6. */
export const markAttendance = async ({ params, body }: RequestOf<typeof contract>, context: CampusContext) =>
  markLesson(context, await loadSheet(context, params.lessonId), { ...body, isPartial: false })

type PartnerMark = z.output<typeof partnerLessonAttended.data>

/**
 * Marks one student, as a card reader says; a guest who was there makes up. The same mark told again changes nothing.
 * @returns the sheet, or refuses as `markLesson`
 * @throws NotFound of the lesson
 * Rule: E6, domain §8 (partners).
 */
export async function takePartnerMark({ lessonId, studentId, status: told }: PartnerMark, context: CampusContext) {
  const loaded = await loadSheet(context, lessonId)
  const isGuest = loaded.guests.some((guest) => guest.studentId === studentId)
  const status = isGuest && isNoGuestStatus(told) ? 'makeUp' : told
  const earlier = loaded.marks.find((mark) => mark.studentId === studentId)
  if (earlier && earlier.status !== status) return refuse('alreadyMarked', { studentIds: [studentId] })
  if (earlier) return accept(null)
  return markLesson(context, loaded, { marks: [{ studentId, status }], isPartial: true })
}
