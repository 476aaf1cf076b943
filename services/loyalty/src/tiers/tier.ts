import type { TierLadder } from '@tutelage/shared/contracts/loyalty/policies.ts'

/**
 * The rung on which a member with this qualifying spend stands.
 * @param ladder lowest rung first, from 0 on
 * @param qualifyingSpendMinor tuition paid less refunded, in the minor unit; below 0 while a refund is known before its payment
 * @throws RangeError for an empty ladder
 * Rule: Y2.
 */
export function rungFor<Rung extends { readonly fromMinor: number }>(
  ladder: readonly Rung[],
  qualifyingSpendMinor: number,
): Rung {
  const rung = ladder.findLast(({ fromMinor }) => fromMinor <= Math.max(0, qualifyingSpendMinor))
  if (!rung) throw new RangeError('a ladder starts at 0')
  return rung
}

/** What moved a member: more spend counted, or spend taken back. */
type TierChangeReason = 'spendReached' | 'spendRefunded'

/** Where a member stands, and with which spend; kept apart from points, which are spent. */
export interface Standing {
  readonly tier: string
  readonly qualifyingSpendMinor: number
}

/** A move on the ladder. */
export interface TierMove extends Standing {
  readonly from: string
  readonly to: string
  readonly reason: TierChangeReason
}

/**
 * Counts tuition paid (> 0) or refunded (< 0). Sums only, so the order in which they are counted does not matter.
 * @param before undefined for a member of whom nothing was counted
 * @returns where the member stands now, and the move when the rung changed
 * Rule: Y2.
 */
export function countSpend(
  ladder: TierLadder,
  before: Standing | undefined,
  amountMinor: number,
): { readonly standing: Standing; readonly move?: TierMove } {
  const qualifyingSpendMinor = (before?.qualifyingSpendMinor ?? 0) + amountMinor
  const from = before?.tier ?? rungFor(ladder, 0).tier
  const to = rungFor(ladder, qualifyingSpendMinor).tier
  const standing = { tier: to, qualifyingSpendMinor }
  if (from === to) return { standing }
  return { standing, move: { ...standing, from, to, reason: amountMinor > 0 ? 'spendReached' : 'spendRefunded' } }
}
