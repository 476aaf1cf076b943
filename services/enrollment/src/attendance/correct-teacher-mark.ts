import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { correctTeacherMark as contract } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { accruePay, type PaidLesson } from '../teacher-pay/accrue-pay.ts'
import type { Lesson, TeacherMark } from '../timetable/lesson.ts'
import { writeLesson } from '../timetable/lesson-store.ts'
import { type Circumstances, loadCircumstances, loadSheet, sheetView } from './lesson-state.ts'

/** The pay of a lesson whose teacher was marked anew: of another teacher, what the first had is taken back. Rule: E17. */
function repay(
  context: CampusContext,
  { lesson: { version }, classGroup, campus }: Circumstances,
  { lesson, teacher }: { readonly lesson: Lesson & { readonly status: 'held' }; readonly teacher: TeacherMark },
): PaidLesson {
  const pay = { rateMinor: classGroup.teacherRateMinor, campus }
  if (teacher.staffId === lesson.teacher.staffId) {
    return accruePay(context, { value: { ...lesson, teacher }, version }, pay)
  }
  const unpaid: Lesson = { ...lesson, teacher: { ...lesson.teacher, isPaid: false } }
  const taken = accruePay(context, { value: unpaid, version }, pay)
  const paid = accruePay(context, { value: { ...lesson, sheet: taken.lesson.sheet, teacher }, version }, pay)
  return {
    lesson: paid.lesson,
    writes: [...taken.writes, ...paid.writes],
    events: [...taken.events, ...paid.events],
  }
}

/**
 * Corrects how the teacher of a lesson was, or who it was; the pay follows by the policy of today.
 * @returns the sheet, or refuses `notHeld` when nobody was marked as its teacher; `sameStatus`
 * @throws NotFound of the lesson
 * Rule: E6, E7, E17.
 */
export async function correctTeacherMark({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const { lesson, seats, guests, marks } = await loadSheet(context, params.lessonId)
  const { value } = lesson
  if (value.status !== 'held') return refuse('notHeld', { lessonId: value.lessonId })
  const { staffId, status } = value.teacher
  if (staffId === body.staffId && status === body.status) return refuse('sameStatus', { status })
  const circumstances = await loadCircumstances(context, lesson)
  const isPaid = circumstances.attendance.teacherPaidWhen.includes(body.status)
  const paid = repay(context, circumstances, { lesson: value, teacher: { ...body, isPaid } })
  return accept(
    await context.commit({
      writes: [writeLesson(context, paid.lesson, lesson.version), ...paid.writes],
      events: paid.events,
      answer: sheetView(paid.lesson, [...seats, ...guests], marks),
    }),
  )
}
