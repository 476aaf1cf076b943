import * as yearPlans from '@tutelage/shared/contracts/enrollment/year-plans-routes.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { type Actor, anyFamily, anyOf, type Scene } from './cast.ts'

const as = 'campusManager'

/** A family signs for one year, or for six, at the price that it was told. */
async function sign(scene: Scene): Promise<void> {
  const { client, cast, chance } = scene
  const years = chance.pick([1, 6])
  const family = anyFamily(scene)
  if (!family) return
  const params = { campusId: cast.campusId }
  const quote = await client.call(yearPlans.quoteYearPlan, { as, params, body: { years } })
  if (!quote) return
  const agreed = { kind: 'count', count: 1 } as const
  const body = { studentId: family.studentId, years, agreed, quotedPriceMinor: quote.priceMinor }
  const plan = await client.call(yearPlans.signYearPlan, { as, params, body })
  if (plan) cast.yearPlans.push({ ...family, yearPlanId: plan.yearPlanId })
}

/** Its deposit or the next tuition comes in; receipts are few, so that one is used twice. */
async function payPlan({ client, cast, chance }: Scene, yearPlanId: Id<'yearPlan'>): Promise<void> {
  const params = { campusId: cast.campusId, yearPlanId }
  const plan = await client.call(yearPlans.getYearPlan, { as, params })
  if (!plan) return
  const receipt = { means: 'cash' as const, reference: `plan-${chance.below(100)}` }
  if (plan.deposit.status === 'due') {
    const body = { amountMinor: plan.depositMinor, ...receipt }
    await client.call(yearPlans.payDeposit, { as, params, body })
    return
  }
  const body = { amountMinor: Math.ceil(plan.priceMinor / (4 + chance.below(9))), ...receipt }
  await client.call(yearPlans.payYearPlan, { as, params, body })
}

/** The family leaves as it was quoted: what goes back, what is charged and what was earned is all that it paid. */
async function leave({ client, cast, cloud }: Scene, yearPlanId: Id<'yearPlan'>): Promise<void> {
  const params = { campusId: cast.campusId, yearPlanId }
  const quote = await client.call(yearPlans.quoteExit, { as, params })
  if (!quote) return
  const { refundMinor, discountClawbackMinor, earnedMinor, paidMinor } = quote
  const sum = refundMinor + discountClawbackMinor + earnedMinor
  cloud.witness.expect(sum === paidMinor, 'a year plan pays out what was paid', quote)
  const why = { kind: 'loss', reason: 'needGone' } as const
  await client.call(yearPlans.leaveYearPlan, { as, params, body: { refundMinor, why, reason: 'moving' } })
}

/** A family signs a year plan, pays it, sits in a class of it, or leaves it. */
export const planYears: Actor = async (scene) => {
  const { client, cast, chance } = scene
  const [plan, group] = [anyOf(chance, cast.yearPlans), anyOf(chance, cast.classes)]
  if (!plan || !group || chance.happens(0.25)) return sign(scene)
  const { yearPlanId, ...family } = plan
  const what = chance.below(10)
  if (what < 5) return payPlan(scene, yearPlanId)
  if (what > 8) return leave(scene, yearPlanId)
  const { classGroupId } = group
  const params = { campusId: cast.campusId, yearPlanId }
  const seat = await client.call(yearPlans.enrollUnderPlan, { as, params, body: { classGroupId } })
  if (seat) cast.seats.push({ ...family, classGroupId, enrollmentId: seat.enrollmentId, priceMinor: 20_000 })
}
