import { markAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import { createClassGroup } from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { courseCompleted, enrollmentLapsed } from '@tutelage/shared/contracts/enrollment/events.ts'
import { scheduleLessons } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import * as shares from '@tutelage/shared/contracts/enrollment/year-plan-shares-routes.ts'
import * as yearPlans from '@tutelage/shared/contracts/enrollment/year-plans-routes.ts'
import { addMs, dayMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { halfDone } from '../half-done.ts'
import { classOf } from '../opening.ts'
import { dueJob, type Operation, onEvent, operation } from '../operation.ts'
import { staffIdOf } from '../request.ts'
import type { School } from '../school.ts'
import { leaveManyClasses } from './many-plan-classes.ts'
import { depositMinor, heldPlan, offeredPlans, paidPlan, receipt, signedPlan, signing, years } from './paid-plan.ts'
import { lapsed } from './renewal-operations.ts'

/** The student of the plan sits in a class of one lesson, seven hours from now. */
async function seated(school: School) {
  const params = await paidPlan(school)
  const { campusId, here } = school
  const body = { ...classOf(campusId, here), lessonCount: 1 }
  const { classGroupId } = await school.call(createClassGroup, { as: 'principal', params: { campusId }, body })
  await school.call(yearPlans.enrollUnderPlan, { as: 'consultant', params, body: { classGroupId } })
  const times = [{ startsAt: addMs(school.now, 7 * hourMs), endsAt: addMs(school.now, 8 * hourMs) }]
  const ofClass = { campusId, classGroupId }
  const { lessons } = await school.call(scheduleLessons, { as: 'principal', params: ofClass, body: { lessons: times } })
  const [lesson] = lessons
  if (!lesson) throw new Error('a lesson was scheduled')
  return { params, lessonId: lesson.lessonId }
}

/** A lesson that the student of the plan attended. */
async function hold(school: School, lessonId: Awaited<ReturnType<typeof seated>>['lessonId']) {
  const { campusId, here } = school
  const teacher = { staffId: staffIdOf(campusId, 'teacher'), status: 'attended' as const }
  const marks = [{ studentId: here.prospect.studentId, status: 'attended' as const }]
  await school.call(markAttendance, { as: 'teacher', params: { campusId, lessonId }, body: { marks, teacher } })
}

/** That lesson, the only one of its class, was held. */
async function finished(school: School) {
  const { params, lessonId } = await seated(school)
  school.wait(9 * hourMs)
  await hold(school, lessonId)
  return params
}

export const yearPlansOperations: readonly Operation[] = [
  operation(yearPlans.quoteYearPlan, async (school) => {
    await offeredPlans(school)
    return { as: 'consultant', params: { campusId: school.campusId }, body: { years } }
  }),
  operation(yearPlans.signYearPlan, async (school) => {
    await offeredPlans(school)
    return signing(school)
  }),
  operation(yearPlans.getYearPlan, async (school) => ({ as: 'finance', params: await finished(school) })),
  operation(yearPlans.payDeposit, async (school) => {
    const params = await signedPlan(school)
    return { as: 'finance', params, body: receipt(depositMinor, 'plan-deposit') }
  }),
  operation(yearPlans.payYearPlan, async (school) => {
    const params = await heldPlan(school)
    return { as: 'finance', params, body: receipt(300_000, 'plan-quarter') }
  }),
  operation(yearPlans.enrollUnderPlan, async (school) => {
    const params = await heldPlan(school)
    return { as: 'consultant', params, body: { classGroupId: school.here.classGroupId } }
  }),
  operation(yearPlans.quoteExit, async (school) => ({ as: 'finance', params: (await seated(school)).params })),
  operation(yearPlans.leaveYearPlan, async (school) => {
    const { params } = await seated(school)
    const { refundMinor } = await school.call(yearPlans.quoteExit, { as: 'finance', params })
    const why = { kind: 'loss', reason: 'needGone' } as const
    return { as: 'finance', params, body: { refundMinor, why, reason: 'moving' } }
  }),
  operation(shares.getYearPlanShares, async (school) => {
    await signedPlan(school)
    return { as: 'principal', params: { campusId: school.campusId } }
  }),
  operation(shares.listCountedStudents, async (school) => {
    await signedPlan(school)
    return { as: 'principal', params: { campusId: school.campusId } }
  }),
  onEvent('enrollment', 'complete-planned-course', async (school) => {
    await finished(school)
    return school.told(courseCompleted)
  }),
  onEvent('enrollment', 'count-completed-student', async (school) => {
    const { lessonId } = await seated(school)
    await lapsed(school)
    await hold(school, lessonId)
    return school.told(courseCompleted)
  }),
  onEvent('enrollment', 'count-lapsed-student', async (school) => {
    await finished(school)
    await lapsed(school)
    return school.told(enrollmentLapsed, ({ studentId }) => studentId === school.here.prospect.studentId)
  }),
  dueJob('enrollment', 'end-plan-classes', (school) => halfDone(school, leaveManyClasses)),
  dueJob('enrollment', 'remind-instalment', async (school) => {
    await signedPlan(school)
    school.wait(4 * dayMs)
  }),
  dueJob('enrollment', 'settle-year-plan', async (school) => {
    await seated(school)
    school.wait(32 * dayMs)
  }),
]
