import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  getAttendance as attendanceContract,
  getClassSheet as sheetContract,
  getStudentAttendance as studentContract,
  getTeacherAttendance as teacherContract,
} from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import { formulas } from '@tutelage/shared/contracts/enrollment/formulas.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { monthOf } from '@tutelage/shared/kernel/local-date.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { listEnrollments, loadEnrollment } from '../enrolling/enrollment-store.ts'
import { loadStudent } from '../students/student-store.ts'
import { attendanceRate, countsAs, rateOf } from './attendance-rate.ts'
import { loadProposals } from './check-in-store.ts'
import { loadSheet, sheetView } from './lesson-state.ts'
import { type Mark, markView } from './mark.ts'
import { loadMarksOf } from './mark-store.ts'
import { loadHeldLessons } from './teacher-lessons.ts'

/** The class sheet of a lesson. @throws NotFound of the lesson */
export async function getClassSheet({ params }: RequestOf<typeof sheetContract>, context: CampusContext) {
  const sheet = await loadSheet(context, params.lessonId)
  const { lesson, seats, guests, marks } = sheet
  const proposals = await loadProposals(context, sheet)
  return accept({ ...sheetView(lesson.value, [...seats, ...guests], marks), proposals: [...proposals] })
}

const byLesson = (a: Mark, b: Mark): number => (`${a.startsAt}${a.lessonId}` < `${b.startsAt}${b.lessonId}` ? -1 : 1)

/**
 * The marks of an enrollment in the order of the lessons, and its attendance rate.
 * @throws NotFound of the enrollment
 * Rule: E6.
 */
export async function getAttendance({ params }: RequestOf<typeof attendanceContract>, context: CampusContext) {
  await loadEnrollment(context, params.enrollmentId)
  const marks = (await loadMarksOf(context, params.enrollmentId)).map(({ value }) => value).sort(byLesson)
  return accept({
    ...attendanceRate(marks),
    formula: formulas.attendance,
    marks: marks.map((mark) => {
      const { lessonId, startsAt } = mark
      return { ...markView(mark), lessonId, startsAt, countsAs: countsAs(mark) }
    }),
  })
}

/** As many enrollments as a student's attendance tells of, the latest. */
const mostEnrollments = 50

/**
 * How often a student was there: in all, by month of the campus's calendar and by enrollment (the latest 50).
 * @throws NotFound of the student
 * Rule: E6.
 */
export async function getStudentAttendance({ params }: RequestOf<typeof studentContract>, context: CampusContext) {
  const { studentId } = await loadStudent(context, params.studentId)
  const page = { limit: mostEnrollments, descending: true }
  const [{ items }, { timeZone }] = await Promise.all([listEnrollments(context, studentId, page), loadCampus(context)])
  const enrollments = await Promise.all(
    items.map(async ({ value: { enrollmentId } }) => ({
      enrollmentId,
      marks: (await loadMarksOf(context, enrollmentId)).map(({ value }) => value),
    })),
  )
  const all = enrollments.flatMap(({ marks }) => marks)
  const byMonth = Map.groupBy(all, ({ startsAt }) => monthOf(localDateOf(startsAt, timeZone)))
  const months = [...byMonth].sort(([a], [b]) => (a < b ? -1 : 1))
  return accept({
    ...attendanceRate(all),
    formula: formulas.attendance,
    months: months.map(([month, marks]) => ({ month, ...attendanceRate(marks) })),
    enrollments: enrollments.map(({ enrollmentId, marks }) => ({ enrollmentId, ...attendanceRate(marks) })),
  })
}

/**
 * How a teacher was in the lessons of a month: those held in which they were marked.
 * @returns refuses `notYourAttendance` when a teacher asks for somebody else's
 * Rule: E6.
 */
export async function getTeacherAttendance(
  { params, query }: RequestOf<typeof teacherContract>,
  context: CampusContext,
) {
  const { actor } = context.scope
  const { teacherId } = params
  if (actor.kind === 'teacher' && actor.id !== teacherId) return refuse('notYourAttendance', { teacherId })
  const held = await loadHeldLessons(context, { teacherId, month: query.month })
  const lessons = held.map(({ lessonId, startsAt, teacher: { status } }) => {
    const isThere = status === 'attended' || status === 'late'
    return { lessonId, startsAt, status, countsAs: isThere ? ('attended' as const) : ('missed' as const) }
  })
  const attended = lessons.filter((lesson) => lesson.countsAs === 'attended')
  return accept({ ...rateOf(lessons.length, attended.length), formula: formulas.teacherAttendance, lessons })
}
