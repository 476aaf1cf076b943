import type { Centihours } from '@tutelage/shared/kernel/centihours.ts'
import { type HoursAccount, remainingHours } from './hours-account.ts'

/**
 * Whether the family is to be reminded now: the hours left are below the campus's threshold and nobody has told them since the
 * last payment. Who completed the course or left needs no more.
 * @param account as it is after the deduction
 * @param thresholdCentihours itself is not low
 * Rule: E8.
 */
export const isNewlyLow = (account: HoursAccount, thresholdCentihours: Centihours): boolean =>
  account.state.status === 'active' && !account.lowBalanceTold && remainingHours(account) < thresholdCentihours
