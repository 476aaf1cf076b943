import { quoteExit } from '@tutelage/shared/contracts/enrollment/year-plans-routes.ts'
import type { Item } from '@tutelage/shared/data/table.ts'
import { multiplyRatio } from '@tutelage/shared/kernel/money.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import * as z from 'zod'
import { chanceOf } from './chance.ts'
import { Client } from './client.ts'
import type { Cloud } from './cloud.ts'
import { shanghaiDay } from './shanghai-day.ts'

const planSchema = z.object({
  yearPlanId: z.string(),
  enrollmentIds: z.array(z.string()),
  priceMinor: z.int(),
  listMinor: z.int(),
  receivedMinor: z.int(),
  state: z.object({ status: z.string() }),
})
type Plan = z.output<typeof planSchema>
const markSchema = z.object({
  enrollmentId: z.string(),
  startsAt: z.string(),
  deduction: z.object({ centihours: z.int() }),
})
const priceSchema = z.object({
  courseId: z.string(),
  effectiveFrom: z.string(),
  amountMinor: z.int(),
  perCentihours: z.int(),
})
const enrollmentSchema = z.object({ enrollmentId: z.string(), courseId: z.string(), enrolledAt: z.string() })

const all = <Schema extends z.ZodType>(items: readonly Item[], kind: string, schema: Schema) =>
  items.flatMap((item) => (item.entity === kind ? (schema.safeParse(item).data ?? []) : []))

/** What the lessons of a plan cost by the list of the days on which they were held. */
function usedListOf({ enrollmentIds }: Plan, items: readonly Item[]): number {
  const prices = all(items, 'listPrice', priceSchema)
  const enrollments = new Map(all(items, 'enrollment', enrollmentSchema).map((each) => [each.enrollmentId, each]))
  let sum = 0
  for (const { enrollmentId, startsAt, deduction } of all(items, 'mark', markSchema)) {
    const enrollment = enrollments.get(enrollmentId)
    if (!enrollment || !enrollmentIds.includes(enrollmentId)) continue
    const [heldOn, joinedOn] = [shanghaiDay(startsAt), shanghaiDay(enrollment.enrolledAt)]
    const on = heldOn < joinedOn ? joinedOn : heldOn
    const ofCourse = prices.filter(({ courseId, effectiveFrom }) => {
      return courseId === enrollment.courseId && effectiveFrom <= on
    })
    const [price] = ofCourse.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))
    if (price) sum += multiplyRatio(price.amountMinor, deduction.centihours, price.perCentihours)
  }
  return sum
}

/** A plan that is left now charges its lessons: what was earned, what is taken back and what goes back is what was paid. */
export async function checkYearPlans(cloud: Cloud): Promise<void> {
  const items = cloud.of('enrollment').table.all()
  const client = new Client(cloud, chanceOf(0), 'plans')
  for (const plan of all(items, 'yearPlan', planSchema)) {
    if (plan.state.status !== 'active') continue
    const params = { campusId: testCampusId, yearPlanId: plan.yearPlanId }
    const quote = await client.call(quoteExit, { as: 'campusManager', params })
    if (!quote) continue
    const list = usedListOf(plan, items)
    const charged = Math.min(plan.receivedMinor, list)
    const earned = Math.min(plan.receivedMinor, multiplyRatio(list, plan.priceMinor, plan.listMinor))
    const agree =
      quote.usedListMinor === list &&
      quote.earnedMinor === earned &&
      quote.discountClawbackMinor === charged - earned &&
      quote.refundMinor === plan.receivedMinor - charged
    cloud.witness.expect(agree, 'a year plan charges the lessons that were used', quote, { list, earned })
  }
}
