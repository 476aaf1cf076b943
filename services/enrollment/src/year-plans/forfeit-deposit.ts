import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { depositForfeited } from '@tutelage/shared/contracts/enrollment/year-plan-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { planOccurrence, planOf } from './plan-circumstances.ts'
import type { Deposit, YearPlan } from './year-plan.ts'

/**
 * The deposit of a plan that ends without its courses: forfeited whole; one that was never paid stays as it was.
 * @param stored the plan as it was read
 * Rule: E11 (source).
 */
export function forfeit(
  context: CampusContext,
  stored: Stored<YearPlan>,
): { readonly deposit: Deposit; readonly events: readonly NewEvent[] } {
  const { deposit, depositMinor, currency } = stored.value
  if (deposit.status !== 'held') return { deposit, events: [] }
  const { paymentId } = deposit
  const told = { ...planOf(stored.value), paymentId, amountMinor: depositMinor, currency }
  return {
    deposit: { status: 'forfeited', paymentId, forfeitedAt: context.now },
    events: [happened(depositForfeited, planOccurrence(context, stored), told)],
  }
}
