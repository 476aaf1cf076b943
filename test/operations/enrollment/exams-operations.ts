import * as exams from '@tutelage/shared/contracts/enrollment/exams-routes.ts'
import { correctGrade, getProgress, recordGrade } from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import { dueJob, type Operation, operation } from '../operation.ts'
import { type Posted, partnerEvent } from '../partner-operations.ts'
import type { School } from '../school.ts'

const as = 'learningManager'
const today = '2026-03-02'
const exam = { name: 'Mock exam', subject: 'mathematics', heldOn: today, fullMarksHundredths: 10_000 } as const

async function scheduled(school: School) {
  const { campusId } = school
  const { examId } = await school.call(exams.scheduleExam, { as, params: { campusId }, body: exam })
  return { campusId, examId }
}

/** The enrolled student is registered for an exam of today. */
async function registered(school: School) {
  const params = await scheduled(school)
  const { studentId } = school.here.enrolled
  await school.call(exams.registerStudent, { as: 'frontDesk', params, body: { studentId } })
  return params
}

const ofStudent = ({ campusId, here: { enrolled } }: School) => ({ campusId, studentId: enrolled.studentId })

async function graded(school: School) {
  const { name: examName, ...rest } = exam
  const body = { ...rest, examName, scoreHundredths: 9_500 }
  const { gradeId } = await school.call(recordGrade, { as: 'teacher', params: ofStudent(school), body })
  return { ...ofStudent(school), gradeId }
}

/** An examination board published a result of today. */
const result = ({ here: { enrolled }, now }: School): Posted => ({
  type: 'ExamResultPublished',
  data: {
    ...{ studentId: enrolled.studentId, reference: 'result-1', subject: 'mathematics', examName: 'Finals' },
    ...{ heldOn: today, scoreHundredths: 8_000, fullMarksHundredths: 10_000, publishedAt: now },
  },
})

export const examsOperations: readonly Operation[] = [
  operation(exams.scheduleExam, ({ campusId }) => ({ as, params: { campusId }, body: exam })),
  operation(exams.listExams, async (school) => ({
    as: 'teacher',
    params: { campusId: (await scheduled(school)).campusId },
    query: { from: today },
  })),
  operation(exams.getExam, async (school) => ({ as: 'teacher', params: await scheduled(school) })),
  operation(exams.changeExam, async (school) => ({
    as,
    params: await scheduled(school),
    body: { heldOn: '2026-03-10' },
    ifMatch: 1,
  })),
  operation(exams.registerStudent, async (school) => ({
    as: 'frontDesk',
    params: await scheduled(school),
    body: { studentId: school.here.enrolled.studentId },
  })),
  operation(exams.listRegistrations, async (school) => ({ as: 'teacher', params: await registered(school) })),
  operation(exams.recordScore, async (school) => ({
    as: 'teacher',
    params: await registered(school),
    body: { studentId: school.here.enrolled.studentId, scoreHundredths: 9_500 },
  })),
  operation(correctGrade, async (school) => ({
    as: 'teacher',
    params: await graded(school),
    body: { scoreHundredths: 9_300, reason: 'a slip of the pen' },
  })),
  operation(getProgress, async (school) => {
    await graded(school)
    return { as: 'teacher', params: ofStudent(school) }
  }),
  dueJob('enrollment', 'move-registrations', async (school) => {
    const params = await registered(school)
    await school.call(exams.changeExam, { as, params, body: { heldOn: '2026-03-10' }, ifMatch: 1 })
  }),
  partnerEvent('enrollment', 'take-exam-result', result),
]
