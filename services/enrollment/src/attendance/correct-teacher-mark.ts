import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { correctTeacherMark as contract } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { accruePay } from '../teacher-pay/accrue-pay.ts'
import { writeLesson } from '../timetable/lesson-store.ts'
import { loadCircumstances, loadSheet, sheetView } from './lesson-state.ts'
import { pointToStandIn } from './stand-in-store.ts'

/**
 * Corrects how the teacher of a lesson was, or who it was; the pay follows by the policy of today, and of another teacher what
 * the first had is taken back.
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
  const { classGroup, campus, attendance } = await loadCircumstances(context, lesson)
  const teacher = { ...body, isPaid: attendance.teacherPaidWhen.includes(body.status) }
  const takenFrom = body.staffId === staffId ? undefined : value.teacher
  const after = { value: { ...value, teacher }, version: lesson.version }
  const paid = await accruePay(context, after, { classGroup, campus, takenFrom })
  return accept(
    await context.commit({
      writes: [
        writeLesson(context, paid.lesson, lesson.version),
        ...(takenFrom ? pointToStandIn(context, paid.lesson) : []),
        ...paid.writes,
      ],
      events: paid.events,
      answer: sheetView(paid.lesson, [...seats, ...guests], marks),
    }),
  )
}
