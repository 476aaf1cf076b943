import { createClassGroup } from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import * as elite from '@tutelage/shared/contracts/enrollment/elite-routes.ts'
import { recordGrade } from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import { hourMs } from '@tutelage/shared/kernel/instant.ts'
import { dueJob, type Operation, operation } from '../operation.ts'
import { staffIdOf } from '../request.ts'
import type { School } from '../school.ts'

const as = 'campusManager'

/** An elite class with one seat, and the enrolled student's score in its entrance exam. */
async function entrance(school: School) {
  const { campusId, here } = school
  const group = await school.call(createClassGroup, {
    as,
    params: { campusId },
    body: {
      title: { 'zh-CN': '尖子班', en: 'Elite' },
      ...{ courseId: here.courseId, termId: here.termId, kind: 'elite', teacherId: staffIdOf(campusId, 'teacher') },
      ...{ capacity: 1, lessonCount: 10, centihoursPerLesson: 200, teacherRateMinor: 15_000 },
    },
  })
  const { studentId } = here.enrolled
  const exam = { subject: 'mathematics', heldOn: '2026-03-02', examName: 'Entrance', fullMarksHundredths: 10_000 }
  const { gradeId } = await school.call(recordGrade, {
    as: 'learningManager',
    params: { campusId, studentId },
    body: { ...exam, scoreHundredths: 9_500 },
  })
  return { params: { campusId, classGroupId: group.classGroupId }, body: { studentId, gradeId } }
}

async function applied(school: School) {
  const { params, body } = await entrance(school)
  await school.call(elite.applyForElite, { as: 'consultant', params, body })
  return { ...params, studentId: body.studentId }
}

/** A seat is kept for the student. */
async function admitted(school: School) {
  const { studentId, ...params } = await applied(school)
  await school.call(elite.runAdmission, { as, params, body: {} })
  return { ...params, studentId }
}

const classOf = ({ campusId, classGroupId }: Awaited<ReturnType<typeof applied>>) => ({ campusId, classGroupId })

export const eliteOperations: readonly Operation[] = [
  operation(elite.applyForElite, async (school) => ({ as: 'consultant', ...(await entrance(school)) })),
  operation(elite.listApplications, async (school) => ({ as: 'frontDesk', params: classOf(await applied(school)) })),
  operation(elite.previewAdmission, async (school) => ({ as, params: classOf(await applied(school)) })),
  operation(elite.runAdmission, async (school) => ({ as, params: classOf(await applied(school)), body: {} })),
  operation(elite.declineAdmission, async (school) => ({
    as: 'frontDesk',
    params: await admitted(school),
    body: {},
  })),
  dueJob('enrollment', 'elite-seats', async (school) => {
    await admitted(school)
    school.wait(73 * hourMs)
  }),
]
