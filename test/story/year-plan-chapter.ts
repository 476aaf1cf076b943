import { markAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import { yearPlanPolicy } from '@tutelage/shared/contracts/enrollment/policies.ts'
import * as yearPlans from '@tutelage/shared/contracts/enrollment/year-plans-routes.ts'
import { policyRoutes } from '@tutelage/shared/contracts/policy-routes.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import type { Stage } from './cast.ts'
import { openClass, titled } from './open-class.ts'
import type { Student } from './second-family.ts'
import { so } from './teller.ts'

const as = 'frontDesk'
const manager = 'campusManager'

/** A year costs 12,000 yuan instead of 16,000 by the list, with a deposit of 2,000. */
const offer = { years: 1, effectiveFrom: '2020-01-01', pricePerYearMinor: 1_200_000, listPerYearMinor: 1_600_000 }

async function offerYears({ world, campusId }: Stage): Promise<void> {
  const { getPolicy, setPolicy } = policyRoutes(yearPlanPolicy)
  const call = { as: 'principal', params: { campusId } }
  const { version } = await world.call(getPolicy, call)
  const body = { offers: [{ ...offer, depositMinor: 200_000 }] }
  await world.call(setPolicy, { ...call, body, ...(version > 0 && { ifMatch: version }) })
}

/** Signed, the deposit held, a quarter paid, and a seat in a class that it opens. */
async function signPlan(stage: Stage, { campusId, studentId }: Student) {
  const { world, nonce } = stage
  const params = { campusId }
  await offerYears(stage)
  const quote = await world.call(yearPlans.quoteYearPlan, { as, params, body: { years: 1 } })
  const agreed = { kind: 'count', count: 2 } as const
  const signed = { studentId, years: 1, agreed, quotedPriceMinor: quote.priceMinor }
  const { yearPlanId } = await world.call(yearPlans.signYearPlan, { as: manager, params, body: signed })
  const ofPlan = { campusId, yearPlanId }
  const cash = (amountMinor: number, name: string) => ({
    ...{ amountMinor, means: 'cash' as const, reference: `${name}-${nonce}` },
  })
  await world.call(yearPlans.payDeposit, { as, params: ofPlan, body: cash(200_000, 'deposit') })
  await world.call(yearPlans.payYearPlan, { as, params: ofPlan, body: cash(300_000, 'plan') })
  const teacherId = `stf_plan-${nonce}`
  const wanted = { title: titled('年度班', 'Year class'), teacherId, priceMinor: 20_000, lessonCount: 2, hoursLater: 6 }
  const group = await openClass(stage, { ...wanted, term: { from: 0, until: 90 } })
  const { classGroupId } = group
  await world.call(yearPlans.enrollUnderPlan, { as: manager, params: ofPlan, body: { classGroupId } })
  return { ofPlan, teacherId, lessonIds: group.lessonIds }
}

/** A year plan is signed, partly used and left early: the quote first, then to the unit what it said. */
export async function tellYearPlan(stage: Stage, student: Student): Promise<void> {
  const { world, teller } = stage
  const { campusId, studentId } = student
  teller.chapter('A year plan')
  const { ofPlan, teacherId, lessonIds } = await signPlan(stage, student)
  await world.told('DepositHeld', ofPlan.yearPlanId)
  teller.told(
    'a family signs for a year',
    '2,000 yuan of deposit held, a quarter of 12,000 yuan paid, a seat in a class',
  )

  await world.wind(2 * dayMs)
  const [lessonId] = lessonIds
  so(lessonId !== undefined, 'there is a lesson')
  const teacher = { staffId: teacherId, status: 'attended' as const }
  const sheet = { marks: [{ studentId, status: 'attended' as const }], teacher }
  await world.call(markAttendance, { as: manager, params: { campusId, lessonId }, body: sheet })
  const quote = () => world.call(yearPlans.quoteExit, { as: manager, params: ofPlan })
  const quoted = await quote()
  const { refundMinor, earnedMinor, discountClawbackMinor, forfeitedDepositMinor } = quoted
  so(earnedMinor === 30_000, 'two hours are earned at three quarters of the list', quoted)
  so(discountClawbackMinor === 10_000, 'the discount of them is taken back', quoted)
  so(refundMinor === 260_000 && forfeitedDepositMinor === 200_000, 'the rest goes back, the deposit does not', quoted)
  so(JSON.stringify(await quote()) === JSON.stringify(quoted), 'the same lessons give the same quote')
  const leave = { as: manager, params: ofPlan }
  const body = { refundMinor, why: { kind: 'loss', reason: 'needGone' } as const, reason: '搬家' }
  const wrong = await world.refusal(yearPlans.leaveYearPlan, { ...leave, body: { ...body, refundMinor: 1 } })
  so(wrong === 'amountChanged', 'nobody leaves at another amount than was quoted', wrong)
  const left = await world.call(yearPlans.leaveYearPlan, { ...leave, body })
  so(JSON.stringify(left) === JSON.stringify(quoted), 'what was done is what was quoted', left)
  const forfeited = await world.told('DepositForfeited', ofPlan.yearPlanId)
  const refunded = await world.told('TuitionRefunded', ofPlan.yearPlanId)
  so(forfeited.amountMinor === 200_000 && refunded.amountMinor === refundMinor, 'the bus heard both', refunded)
  stage.chronicle.note({
    ...{ what: 'the year plan', as: 'principal', pointer: ['deposit', 'status'], value: 'forfeited' },
    path: `/enrollment/campuses/${campusId}/year-plans/${ofPlan.yearPlanId}`,
  })
  teller.told(
    'they leave after one lesson, as it was quoted',
    '400 yuan at the list price, 2,600 yuan back, the deposit forfeited; DepositForfeited and TuitionRefunded on the bus',
  )
}
