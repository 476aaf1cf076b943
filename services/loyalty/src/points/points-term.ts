import type { PointsPolicy } from '@tutelage/shared/contracts/loyalty/policies.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { addDays, addMonths } from '@tutelage/shared/kernel/local-date.ts'
import { endOfDay, localDateOf } from '@tutelage/shared/kernel/time-zone.ts'

/**
 * When points that are earned at a moment can be spent, and when they expire: each at the end of a local day, so that a
 * family can say which.
 * @param timeZone the campus's
 * Rule: Y4.
 */
export function pointsTerm(
  earnedAt: Instant,
  timeZone: string,
  { refundWindowDays, expiryMonths }: Pick<PointsPolicy, 'refundWindowDays' | 'expiryMonths'>,
): { readonly spendableFrom: Instant; readonly expiresAt: Instant } {
  const day = localDateOf(earnedAt, timeZone)
  const spendableFrom = refundWindowDays === 0 ? earnedAt : endOfDay(addDays(day, refundWindowDays), timeZone)
  return { spendableFrom, expiresAt: endOfDay(addMonths(day, expiryMonths), timeZone) }
}
