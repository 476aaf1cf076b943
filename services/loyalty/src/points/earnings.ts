import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { multiplyRatio } from '@tutelage/shared/kernel/money.ts'
import { rungFor } from '../tiers/tier.ts'
import { isPaid, type PaidFact, type TuitionFact } from './tuition-fact.ts'

/** No single grant is larger: what an event of points can hold. */
const mostPoints = 1_000_000_000
const plainBasisPoints = 10_000

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)

const orderOf = ({ paidAt, paymentId }: PaidFact): string => `${paidAt} ${paymentId}`

/** Qualifying spend just before a payment was made: what had been paid, less what had been refunded of it by then. */
function spendBefore(fact: PaidFact, all: readonly PaidFact[]): number {
  const earlier = all.filter((other) => orderOf(other) < orderOf(fact))
  const refunds = earlier.flatMap((other) => other.refunds).filter(({ refundedAt }) => refundedAt <= fact.paidAt)
  return sum(earlier.map(({ amountMinor }) => amountMinor)) - sum(refunds.map(({ amountMinor }) => amountMinor))
}

/**
 * What a payment earns at the rate of the tier that the member had when paying: by when things happened and not by when
 * they were heard of. Rounded once, half to even.
 * @param all every payment of the member that is known
 * Rule: Y4.
 */
function grossPoints(fact: PaidFact, all: readonly PaidFact[]): number {
  const { pointsPer100Minor, rates } = fact.terms
  const { pointsBasisPoints } = rungFor(rates, spendBefore(fact, all))
  const earned = multiplyRatio(fact.amountMinor, pointsPer100Minor * pointsBasisPoints, 100 * plainBasisPoints)
  return Math.min(earned, mostPoints)
}

/**
 * What is left of a payment's points after its refunds: each takes back its share of the whole, so that the shares of
 * refunds that give back everything add up to exactly everything.
 * Rule: Y4.
 */
export function netPoints(fact: PaidFact, all: readonly PaidFact[]): number {
  const gross = grossPoints(fact, all)
  const refunded = Math.min(fact.amountMinor, sum(fact.refunds.map(({ amountMinor }) => amountMinor)))
  return refunded === 0 ? gross : gross - multiplyRatio(gross, refunded, fact.amountMinor)
}

/** The points of a payment are to become so many. */
export interface Adjustment {
  readonly paymentId: Id<'payment'>
  readonly points: number
  readonly occurredAt: Instant
  /** The refund that takes points back; absent when a payment earns, or was heard of late and moves the tier of others. */
  readonly refundId?: Id<'refund'>
}

function adjustmentsOf(fact: PaidFact, all: readonly PaidFact[], heard?: Id<'refund'>): Adjustment[] {
  const { paymentId, granted, paidAt, refunds } = fact
  const net = netPoints(fact, all)
  const refund =
    refunds.find(({ refundId }) => refundId === heard) ?? (granted.revision === 0 ? refunds.at(-1) : undefined)
  const earned = granted.revision === 0 ? grossPoints(fact, all) : granted.points
  const adjustments: Adjustment[] = []
  if (earned !== granted.points) adjustments.push({ paymentId, points: earned, occurredAt: paidAt })
  if (net === earned) return adjustments
  const cause = refund ? { occurredAt: refund.refundedAt, refundId: refund.refundId } : { occurredAt: paidAt }
  return [...adjustments, { paymentId, points: net, ...cause }]
}

/**
 * What has to change so that the ledger says what the payments and refunds that are known say, in whatever order they
 * were heard of.
 * @param heard the refund that was just heard of
 * Rule: Y4.
 */
export function adjustmentsFor(facts: readonly TuitionFact[], heard?: Id<'refund'>): readonly Adjustment[] {
  const paid = facts.filter(isPaid).sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
  return paid.flatMap((fact) => adjustmentsOf(fact, paid, heard))
}
