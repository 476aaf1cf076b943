import {
  correctAttendance,
  correctTeacherMark,
  getAttendance,
  getClassSheet,
  getStudentAttendance,
  getTeacherAttendance,
  markAttendance,
} from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import { listGrades, recordGrade } from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import { hourMs } from '@tutelage/shared/kernel/instant.ts'
import { type Operation, operation } from '../operation.ts'
import { staffIdOf } from '../request.ts'
import type { School } from '../school.ts'
import { restOfSheet } from './large-sheet.ts'

const as = 'teacher'
type Status = 'attended' | 'absent' | 'leave'

/** The class sheet of the first lesson, which has begun by then. */
function sheet({ campusId, here: { lessonIds, enrolled } }: School, status: Status) {
  const teacher = { staffId: staffIdOf(campusId, 'teacher'), status: 'attended' as const }
  const body = { marks: [{ studentId: enrolled.studentId, status }], teacher }
  return { as, params: { campusId, lessonId: lessonIds[0] }, body } as const
}

/** The first lesson was held, and the student came or not. */
export async function holdLesson(school: School, status: Status = 'attended'): Promise<void> {
  school.wait(2 * hourMs)
  await school.call(markAttendance, sheet(school, status))
}

/** The mark of the first lesson is made another. */
export const correction = ({ campusId, here: { lessonIds, enrolled } }: School, status: Status) =>
  ({
    as,
    params: { campusId, lessonId: lessonIds[0], studentId: enrolled.studentId },
    body: { status },
  }) as const

/** A score of an exam that was held today. */
const score = ({ campusId, here: { enrolled } }: School, scoreHundredths: number, heldOn = '2026-03-02') =>
  ({
    as,
    params: { campusId, studentId: enrolled.studentId },
    body: { subject: 'mathematics', heldOn, examName: 'monthly', scoreHundredths, fullMarksHundredths: 10_000 },
  }) as const

/**
 * The student's grade falls from 95 to 32, which the guardians and the learning manager are told.
 * @returns the fallen grade
 */
export async function gradeFalls(school: School): Promise<string> {
  await school.call(recordGrade, score(school, 9_500, '2026-03-01'))
  return (await school.call(recordGrade, score(school, 3_200))).gradeId
}

export const attendanceOperations: readonly Operation[] = [
  restOfSheet,
  operation(markAttendance, (school) => {
    school.wait(2 * hourMs)
    return sheet(school, 'attended')
  }),
  operation(getClassSheet, async (school) => {
    await holdLesson(school)
    return { as, params: { campusId: school.campusId, lessonId: school.here.lessonIds[0] } }
  }),
  operation(correctAttendance, async (school) => {
    await holdLesson(school)
    return correction(school, 'absent')
  }),
  operation(getAttendance, async (school) => {
    await holdLesson(school)
    const { campusId, here } = school
    return { as, params: { campusId, enrollmentId: here.enrolled.enrollmentId } }
  }),
  operation(getStudentAttendance, async (school) => {
    await holdLesson(school)
    const { campusId, here } = school
    return { as, params: { campusId, studentId: here.enrolled.studentId } }
  }),
  operation(getTeacherAttendance, async (school) => {
    await holdLesson(school)
    const { campusId } = school
    return { as, params: { campusId, teacherId: staffIdOf(campusId, 'teacher') }, query: { month: '2026-03' } }
  }),
  operation(correctTeacherMark, async (school) => {
    await holdLesson(school)
    const { campusId, here } = school
    const params = { campusId, lessonId: here.lessonIds[0] }
    const body = { staffId: staffIdOf(campusId, 'teacher'), status: 'absent' as const }
    return { as: 'learningManager', params, body }
  }),
  operation(recordGrade, (school) => score(school, 9_500)),
  operation(listGrades, async (school) => {
    await school.call(recordGrade, score(school, 9_500))
    return { as, params: { campusId: school.campusId, studentId: school.here.enrolled.studentId } }
  }),
]
