import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { formulas } from '@tutelage/shared/contracts/enrollment/formulas.ts'
import type {
  listCountedStudents as countedContract,
  getYearPlanShares as sharesContract,
} from '@tutelage/shared/contracts/enrollment/year-plan-shares-routes.ts'
import type { getYearPlan as getContract } from '@tutelage/shared/contracts/enrollment/year-plans-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { heldDeposit, incomeOf, prepaidOf } from './plan-book.ts'
import { planView } from './plan-circumstances.ts'
import { loadUsedLessons, usedView } from './plan-progress.ts'
import { countsOf, goals, shareOf } from './plan-share.ts'
import { listPlanStandings, loadCounts } from './plan-share-store.ts'
import { loadYearPlan } from './year-plan-store.ts'

/**
 * One plan: years, agreed and completed courses, used lessons and their list price, money.
 * @throws NotFound of the plan
 * Rule: E11.
 */
export async function getYearPlan({ params }: RequestOf<typeof getContract>, context: CampusContext) {
  const { value: plan } = await loadYearPlan(context, params.yearPlanId)
  const used = usedView(await loadUsedLessons(context, plan))
  const [prepaid, earned] = [prepaidOf(plan), incomeOf(plan)]
  const money = {
    prepaidMinor: amountMinor(prepaid),
    incomeMinor: amountMinor(earned),
    refundedMinor: amountMinor(plan.receivedMinor - prepaid - earned),
    depositHeldMinor: heldDeposit(plan),
  }
  return accept({ ...planView(plan), ...used, usedListMinor: amountMinor(used.usedListMinor), money })
}

/** How many of the students are on a year plan, and on one of three years or more, as of now. Rule: E11 (source). */
export async function getYearPlanShares(_: RequestOf<typeof sharesContract>, context: CampusContext) {
  const { students, onPlan, onLongPlan } = await loadCounts(context)
  const share = (part: number, goalBasisPoints: number) => {
    const basisPoints = shareOf(part, students)
    return { students: part, goalBasisPoints, ...(basisPoints !== undefined && { basisPoints }) }
  }
  return accept({
    students,
    onYearPlan: share(onPlan, goals.onPlan),
    onThreeYearsOrMore: share(onLongPlan, goals.onLongPlan),
    formula: formulas.yearPlanShares,
  })
}

/** One page of the students behind the shares. Rule: E11. */
export async function listCountedStudents({ query }: RequestOf<typeof countedContract>, context: CampusContext) {
  const { items, ...rest } = await listPlanStandings(context, query)
  const views = items.map(({ value }) => {
    const { onPlan, onLongPlan } = countsOf(value)
    const { studentId, years } = value
    return { studentId, years, onYearPlan: onPlan === 1, onThreeYearsOrMore: onLongPlan === 1 }
  })
  return accept({ items: views, ...rest })
}
