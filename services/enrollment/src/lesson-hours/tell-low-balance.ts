import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { balanceRanLow } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Centihours } from '@tutelage/shared/kernel/centihours.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { type HoursAccount, owedHours, remainingHours } from './hours-account.ts'
import { isNewlyLow } from './low-balance.ts'

/**
 * Tells once that few hours are left: an event, and a reminder to the household.
 * @param account as it is after the deduction
 * @param version of the account after it
 * @returns the account, told, and the events; nothing changes when it is not low or was told
 * Rule: E8.
 */
export function tellLowBalance(
  context: CampusContext,
  { account, version, threshold }: { account: HoursAccount; version: number; threshold: Centihours },
): { readonly account: HoursAccount; readonly events: readonly NewEvent[] } {
  if (!isNewlyLow(account, threshold)) return { account, events: [] }
  const { campusId } = context.campus
  const { enrollmentId, studentId, householdId } = account
  const remainingCentihours = remainingHours(account)
  const low = { enrollmentId, studentId, householdId, remainingCentihours, thresholdCentihours: threshold }
  const reminder = requestMessage(context, {
    occasion: `balanceRanLow:${enrollmentId}:${version}`,
    category: 'service',
    template: 'balanceRanLow',
    recipient: { studentId },
    params: { remainingCentihours, owedCentihours: owedHours(account) },
  })
  return {
    account: { ...account, lowBalanceTold: true },
    events: [
      happened(balanceRanLow, { campusId, aggregateId: enrollmentId, aggregateVersion: version }, low),
      reminder,
    ],
  }
}
