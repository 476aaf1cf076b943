import type { partnerStudentCheckedIn } from '@tutelage/shared/contracts/partner-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import { addMs, type Instant, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import type * as z from 'zod'
import { loadStudent } from '../students/student-store.ts'
import { loadClassTimes } from '../timetable/agenda-store.ts'
import { loadStudentClasses } from '../timetable/student-classes-store.ts'
import { lessonCheckedInTo } from './check-in.ts'
import { findCheckIn, writeCheckIn } from './check-in-store.ts'
import { attendancePolicy } from './policy.ts'

/** A card reader's clock may be ahead of ours by so much. */
const clockSkewMs = 5 * minuteMs

/** The lesson of one of the student's classes, or in which they are a guest, to which they come, if there is one. */
async function lessonAt(context: CampusContext, studentId: StudentId, at: Instant) {
  const policy = await attendancePolicy.load(context)
  const [own] = await loadStudentClasses(context, [studentId])
  const { classes = [], guestAt = [] } = own?.value ?? {}
  const classIds = classes.map(({ classGroupId }) => classGroupId)
  const around = { startsAt: at, endsAt: addMs(at, policy.checkInMinutesBefore * minuteMs) }
  const times = await loadClassTimes(context, classIds, [around])
  return lessonCheckedInTo([...times.flatMap(({ busy }) => busy), ...guestAt], at, policy)
}

/**
 * Keeps that a student came in, as a proposal for the class sheet of the lesson that is theirs then. The first check-in counts: one
 * that was told again, or a later one of the same lesson, changes nothing.
 * @returns refuses `checkedInFuture`; `noLesson` when none of the student's classes meets then, nor one in which they are a guest
 * @throws NotFound of the student
 * Rule: E6, domain §8 (partners).
 */
export async function takeCheckIn(
  { studentId: told, checkedInAt }: z.output<typeof partnerStudentCheckedIn.data>,
  context: CampusContext,
) {
  if (checkedInAt > addMs(context.now, clockSkewMs)) return refuse('checkedInFuture', { checkedInAt })
  const { studentId } = await loadStudent(context, told)
  const lesson = await lessonAt(context, studentId, checkedInAt)
  if (!lesson) return refuse('noLesson', { studentId })
  const checkIn = { lessonId: lesson.lessonId, studentId, checkedInAt }
  const known = await findCheckIn(context, checkIn)
  const isLater = known !== undefined && known.value.checkedInAt <= checkedInAt
  const writes = isLater ? [] : [writeCheckIn(context, { value: checkIn, version: known?.version ?? 0 })]
  return accept(await context.commit({ writes, answer: null }))
}
