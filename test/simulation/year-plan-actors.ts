import { markAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import * as yearPlans from '@tutelage/shared/contracts/enrollment/year-plans-routes.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { addMs, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { type Actor, anyFamily, anyOf, type Cast, type OpenClass, type Scene } from './cast.ts'
import { passTime } from './infrastructure.ts'
import { openClass } from './open-class.ts'

/** Whoever opens more of them makes a run slow. */
const mostClasses = 9

type Plan = Cast['yearPlans'][number]

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
  const agreed = { kind: 'count' as const, count: chance.pick([1, 2]) }
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

/** A class of the plan; nobody else need be in it. */
async function join({ client, cast }: Scene, plan: Plan, { classGroupId }: OpenClass): Promise<void> {
  const { yearPlanId, ...family } = plan
  const params = { campusId: cast.campusId, yearPlanId }
  const seat = await client.call(yearPlans.enrollUnderPlan, { as, params, body: { classGroupId } })
  if (seat) cast.seats.push({ ...family, classGroupId, enrollmentId: seat.enrollmentId, priceMinor: 20_000 })
}

/** A class of a single lesson is opened for a plan and held at once, so that its course is completed. */
async function joinShort(scene: Scene, plan: Plan): Promise<void> {
  const { client, cast, chance, cloud, name } = scene
  const [first] = cast.classes
  if (!first || cast.classes.length >= mostClasses) return
  const { courseId, termId } = first
  const firstAt = addMs(cloud.clock.now(), minuteMs)
  const single = { courseId, termId, teacherId: `stf_short-${name}`, lessonCount: 1, capacity: 2, firstAt }
  const group = await openClass(client, cast.campusId, { ...single, kind: 'reward' })
  if (!group) return
  cast.classes.push(group)
  await join(scene, plan, group)
  const [lesson] = group.lessons
  if (!lesson || chance.happens(0.3)) return
  passTime(cloud, 2 * minuteMs)
  const params = { campusId: cast.campusId, lessonId: lesson.lessonId }
  const teacher = { staffId: group.teacherId, status: 'attended' as const }
  const body = { marks: [{ studentId: plan.studentId, status: 'attended' as const }], teacher }
  await client.call(markAttendance, { as, params, body })
}

/** A family signs a year plan, pays it, sits in a class of it, or leaves it. */
export const planYears: Actor = async (scene) => {
  const { cast, chance } = scene
  const [plan, group] = [anyOf(chance, cast.yearPlans), anyOf(chance, cast.classes)]
  if (!plan || !group || chance.happens(0.25)) return sign(scene)
  const what = chance.below(10)
  if (what < 4) return payPlan(scene, plan.yearPlanId)
  if (what > 8) return leave(scene, plan.yearPlanId)
  if (what < 6) return join(scene, plan, group)
  await payPlan(scene, plan.yearPlanId)
  await joinShort(scene, plan)
}
