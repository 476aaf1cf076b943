import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  getAttendance as attendanceContract,
  getClassSheet as sheetContract,
} from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { loadEnrollment } from '../enrolling/enrollment-store.ts'
import { attendanceRate } from './attendance-rate.ts'
import { loadSheet, sheetView } from './lesson-state.ts'
import { type Mark, markView } from './mark.ts'
import { loadMarksOf } from './mark-store.ts'

/** The class sheet of a lesson. @throws NotFound of the lesson */
export async function getClassSheet({ params }: RequestOf<typeof sheetContract>, context: CampusContext) {
  const { lesson, seats, marks } = await loadSheet(context, params.lessonId)
  return accept(sheetView(lesson.value, seats, marks))
}

const byLesson = (a: Mark, b: Mark): number => (`${a.startsAt}${a.lessonId}` < `${b.startsAt}${b.lessonId}` ? -1 : 1)

/**
 * The marks of an enrollment in the order of the lessons, and its attendance rate.
 * @throws NotFound of the enrollment
 * Rule: E6.
 */
export async function getAttendance({ params }: RequestOf<typeof attendanceContract>, context: CampusContext) {
  await loadEnrollment(context, params.enrollmentId)
  const marks = [...(await loadMarksOf(context, params.enrollmentId))].sort(byLesson)
  return accept({
    ...attendanceRate(marks.map(({ status }) => status)),
    marks: marks.map((mark) => ({ ...markView(mark), lessonId: mark.lessonId, startsAt: mark.startsAt })),
  })
}
