import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'

/** What held for earning when a payment was heard of; kept with it, so that a later policy changes nothing. */
export interface EarningTerms {
  readonly pointsPer100Minor: number
  /** The ladder's rates, lowest rung first. */
  readonly rates: readonly { readonly fromMinor: number; readonly pointsBasisPoints: number }[]
  /** When the refund window closes. */
  readonly spendableFrom: Instant
  readonly expiresAt: Instant
}

/** A part of a payment that was given back. */
export interface RefundFact {
  readonly refundId: Id<'refund'>
  readonly amountMinor: number
  readonly refundedAt: Instant
}

/** The points that stand in the ledger for a payment: the entry that granted them, and how often they were granted. */
interface Granted {
  readonly points: number
  readonly revision: number
  /** Absent while nothing is granted. */
  readonly entryId?: Id<'entry'> | undefined
}

interface Known {
  readonly paymentId: Id<'payment'>
  readonly refunds: readonly RefundFact[]
}

/** A refund was heard of and its payment not yet: it waits. */
interface UnpaidFact extends Known {
  readonly status: 'refundedUnpaid'
}

/** A payment, with what was refunded of it so far. */
export interface PaidFact extends Known {
  readonly status: 'paid'
  readonly amountMinor: number
  readonly paidAt: Instant
  readonly terms: EarningTerms
  readonly granted: Granted
}

/** What is known of one payment, whatever was heard of first. */
export type TuitionFact = UnpaidFact | PaidFact

export const isPaid = (fact: TuitionFact): fact is PaidFact => fact.status === 'paid'

/** @returns the fact with its payment; undefined when the payment was known: nothing changes */
export function withPayment(
  known: TuitionFact | undefined,
  payment: Pick<PaidFact, 'paymentId' | 'amountMinor' | 'paidAt' | 'terms'>,
): PaidFact | undefined {
  if (known?.status === 'paid') return undefined
  return { ...payment, status: 'paid', refunds: known?.refunds ?? [], granted: { points: 0, revision: 0 } }
}

/** @returns the fact with one more refund; undefined when the refund was known: nothing changes */
export function withRefund(
  known: TuitionFact | undefined,
  paymentId: Id<'payment'>,
  refund: RefundFact,
): TuitionFact | undefined {
  const fact = known ?? { status: 'refundedUnpaid', paymentId, refunds: [] }
  if (fact.refunds.some(({ refundId }) => refundId === refund.refundId)) return undefined
  const orderOf = ({ refundedAt, refundId }: RefundFact): string => `${refundedAt} ${refundId}`
  const refunds = [...fact.refunds, refund].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
  return { ...fact, refunds }
}
