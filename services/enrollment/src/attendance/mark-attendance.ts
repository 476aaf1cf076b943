import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { markAttendance as contract } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import type { partnerLessonAttended } from '@tutelage/shared/contracts/partner-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import type * as z from 'zod'
import { isNoGuestStatus } from '../make-up/make-up-credit.ts'
import { loadStudent } from '../students/student-store.ts'
import { loadProposals } from './check-in-store.ts'
import { type LoadedSheet, loadSheet } from './lesson-state.ts'
import { markLesson } from './mark-lesson.ts'

/**
 * Posts the class sheet of a lesson (see `markLesson`); with `takeCheckIns` whom a card reader saw is marked as proposed, unless the
 * sheet says otherwise.
 * @throws NotFound of the lesson
 * Rule: E6.
 */
export async function markAttendance({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const loaded = await loadSheet(context, params.lessonId)
  const { takeCheckIns, teacher } = body
  const named = new Set(body.marks.map(({ studentId }) => studentId))
  const proposals = takeCheckIns ? await loadProposals(context, loaded) : []
  const marks = [...body.marks, ...proposals.filter(({ studentId }) => !named.has(studentId))]
  return markLesson(context, loaded, { marks, teacher, isPartial: false })
}

type PartnerMark = z.output<typeof partnerLessonAttended.data>

/** The student on a sheet whom a card reader knows by an id of theirs, which may be of before a merge. */
async function studentOn(context: CampusContext, { seats, guests }: LoadedSheet, told: StudentId): Promise<StudentId> {
  if ([...seats, ...guests].some(({ studentId }) => studentId === told)) return told
  return (await loadStudent(context, told)).studentId
}

/**
 * Marks one student, as a card reader says; a guest who was there makes up. The same mark told again changes nothing.
 * @returns the sheet, or refuses as `markLesson`
 * @throws NotFound of the lesson, or of the student
 * Rule: E6, domain §8 (partners).
 */
export async function takePartnerMark({ lessonId, status: told, ...seen }: PartnerMark, context: CampusContext) {
  const loaded = await loadSheet(context, lessonId)
  const studentId = await studentOn(context, loaded, seen.studentId)
  const isGuest = loaded.guests.some((guest) => guest.studentId === studentId)
  const status = isGuest && isNoGuestStatus(told) ? 'makeUp' : told
  const earlier = loaded.marks.find((mark) => mark.studentId === studentId)
  if (earlier && earlier.status !== status) return refuse('alreadyMarked', { studentIds: [studentId] })
  if (earlier) return accept(null)
  return markLesson(context, loaded, { marks: [{ studentId, status }], isPartial: true })
}
