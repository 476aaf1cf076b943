import { yearPlanPolicy } from '@tutelage/shared/contracts/enrollment/policies.ts'
import * as yearPlans from '@tutelage/shared/contracts/enrollment/year-plans-routes.ts'
import { policyRoutes } from '@tutelage/shared/contracts/policy-routes.ts'
import type { School } from '../school.ts'

export const years = 1
export const depositMinor = 200_000
const priceMinor = 1_200_000

/** The campus offers a year at 12,000.00, which by the list costs 20,000.00. */
export async function offeredPlans(school: School): Promise<void> {
  const price = { pricePerYearMinor: priceMinor, listPerYearMinor: 2_000_000, depositMinor }
  const offers = [{ years, effectiveFrom: '2026-01-01', ...price }]
  const params = { campusId: school.campusId }
  await school.call(policyRoutes(yearPlanPolicy).setPolicy, { as: 'principal', params, body: { offers } })
}

/** What the prospect's family signs. */
export const signing = ({ campusId, here }: School) =>
  ({
    as: 'consultant',
    params: { campusId },
    body: {
      ...{ studentId: here.prospect.studentId, years, quotedPriceMinor: priceMinor },
      agreed: { kind: 'count', count: 1 },
    },
  }) as const

export async function signedPlan(school: School) {
  await offeredPlans(school)
  const { yearPlanId } = await school.call(yearPlans.signYearPlan, signing(school))
  return { campusId: school.campusId, yearPlanId }
}

export const receipt = (amountMinor: number, reference: string) => ({ amountMinor, means: 'cash' as const, reference })

export async function heldPlan(school: School) {
  const params = await signedPlan(school)
  await school.call(yearPlans.payDeposit, { as: 'finance', params, body: receipt(depositMinor, 'plan-deposit') })
  return params
}

export async function paidPlan(school: School) {
  const params = await heldPlan(school)
  await school.call(yearPlans.payYearPlan, { as: 'finance', params, body: receipt(300_000, 'plan-quarter') })
  return params
}
