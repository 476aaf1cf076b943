import { markAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import { createClassGroup } from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { courseCompleted } from '@tutelage/shared/contracts/enrollment/events.ts'
import { yearPlanPolicy } from '@tutelage/shared/contracts/enrollment/policies.ts'
import { scheduleLessons } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import * as yearPlans from '@tutelage/shared/contracts/enrollment/year-plans-routes.ts'
import { policyRoutes } from '@tutelage/shared/contracts/policy-routes.ts'
import { addMs, dayMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { classOf } from '../opening.ts'
import { dueJob, type Operation, onEvent, operation } from '../operation.ts'
import { staffIdOf } from '../request.ts'
import type { School } from '../school.ts'

const years = 1
const depositMinor = 200_000
const priceMinor = 1_200_000

/** The campus offers a year at 12,000.00, which by the list costs 20,000.00. */
async function offered(school: School): Promise<void> {
  const price = { pricePerYearMinor: priceMinor, listPerYearMinor: 2_000_000, depositMinor }
  const offers = [{ years, effectiveFrom: '2026-01-01', ...price }]
  const params = { campusId: school.campusId }
  await school.call(policyRoutes(yearPlanPolicy).setPolicy, { as: 'principal', params, body: { offers } })
}

/** What the prospect's family signs. */
const signing = ({ campusId, here }: School) =>
  ({
    as: 'consultant',
    params: { campusId },
    body: {
      ...{ studentId: here.prospect.studentId, years, quotedPriceMinor: priceMinor },
      agreed: { kind: 'count', count: 1 },
    },
  }) as const

async function signed(school: School) {
  await offered(school)
  const { yearPlanId } = await school.call(yearPlans.signYearPlan, signing(school))
  return { campusId: school.campusId, yearPlanId }
}

const receipt = (amountMinor: number, reference: string) => ({ amountMinor, means: 'cash' as const, reference })

async function held(school: School) {
  const params = await signed(school)
  await school.call(yearPlans.payDeposit, { as: 'finance', params, body: receipt(depositMinor, 'plan-deposit') })
  return params
}

async function paid(school: School) {
  const params = await held(school)
  await school.call(yearPlans.payYearPlan, { as: 'finance', params, body: receipt(300_000, 'plan-quarter') })
  return params
}

/** The student of the plan sits in a class of one lesson, seven hours from now. */
async function seated(school: School) {
  const params = await paid(school)
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

/** That lesson, the only one of its class, was held. */
async function finished(school: School) {
  const { params, lessonId } = await seated(school)
  school.wait(9 * hourMs)
  const { campusId, here } = school
  const teacher = { staffId: staffIdOf(campusId, 'teacher'), status: 'attended' as const }
  const marks = [{ studentId: here.prospect.studentId, status: 'attended' as const }]
  await school.call(markAttendance, { as: 'teacher', params: { campusId, lessonId }, body: { marks, teacher } })
  return params
}

export const yearPlansOperations: readonly Operation[] = [
  operation(yearPlans.quoteYearPlan, async (school) => {
    await offered(school)
    return { as: 'consultant', params: { campusId: school.campusId }, body: { years } }
  }),
  operation(yearPlans.signYearPlan, async (school) => {
    await offered(school)
    return signing(school)
  }),
  operation(yearPlans.getYearPlan, async (school) => ({ as: 'finance', params: await finished(school) })),
  operation(yearPlans.payDeposit, async (school) => {
    const params = await signed(school)
    return { as: 'finance', params, body: receipt(depositMinor, 'plan-deposit') }
  }),
  operation(yearPlans.payYearPlan, async (school) => {
    const params = await held(school)
    return { as: 'finance', params, body: receipt(300_000, 'plan-quarter') }
  }),
  operation(yearPlans.enrollUnderPlan, async (school) => {
    const params = await held(school)
    return { as: 'consultant', params, body: { classGroupId: school.here.classGroupId } }
  }),
  operation(yearPlans.quoteExit, async (school) => ({ as: 'finance', params: (await seated(school)).params })),
  operation(yearPlans.leaveYearPlan, async (school) => {
    const { params } = await seated(school)
    const { refundMinor } = await school.call(yearPlans.quoteExit, { as: 'finance', params })
    const why = { kind: 'loss', reason: 'needGone' } as const
    return { as: 'finance', params, body: { refundMinor, why, reason: 'moving' } }
  }),
  operation(yearPlans.getYearPlanShares, async (school) => {
    await signed(school)
    return { as: 'principal', params: { campusId: school.campusId } }
  }),
  onEvent('enrollment', 'complete-planned-course', async (school) => {
    await finished(school)
    return school.told(courseCompleted)
  }),
  dueJob('enrollment', 'settle-year-plan', async (school) => {
    await seated(school)
    school.wait(32 * dayMs)
  }),
]
