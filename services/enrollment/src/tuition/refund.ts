import { type Centihours, centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import { type AmountMinor, amountMinor, multiplyRatio } from '@tutelage/shared/kernel/money.ts'
import { lotsOf, type OpenLot, remainingOf } from '@tutelage/shared/ledger/book.ts'
import { businessKey, type Line, type Lot, line } from '@tutelage/shared/ledger/entry.ts'
import { type Posting, post } from '@tutelage/shared/ledger/posting.ts'
import { sortLots } from '@tutelage/shared/ledger/taking.ts'
import { type HoursAccount, hourAsset, hours, hoursRefunded, payments, tuition } from '../lesson-hours/hours-account.ts'
import { type EntryFacts, posted } from '../lesson-hours/lesson-entry.ts'
import { isOfPayment, paymentOf } from './payment.ts'

/** How much is wanted back: all that was not used, so many hours with their money, or so much money with its hours. */
export type RefundWish =
  | { readonly of: 'all' }
  /** > 0 */
  | { readonly of: 'centihours'; readonly centihours: number }
  /** > 0 */
  | { readonly of: 'amountMinor'; readonly amountMinor: number }

/** What of one lot is given back. */
interface LotShare {
  readonly lot: Lot
  readonly centihours: number
  readonly amountMinor: number
}

/** What goes back the way one payment came. */
export interface PaymentShare {
  readonly paymentId: Id<'payment'>
  readonly centihours: Centihours
  readonly amountMinor: AmountMinor
  readonly lots: readonly LotShare[]
}

/** What a refund gives back: hours not used and what was paid for them, payment by payment, the newest money first. */
export interface RefundQuote {
  readonly centihours: Centihours
  readonly amountMinor: AmountMinor
  readonly shares: readonly PaymentShare[]
}

type PartRefusal = 'notSoMuchLeft' | 'refundsNoHours'

/** Hours and money that can be given back of one lot. */
interface Refundable {
  readonly open: OpenLot
  readonly money: number
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)

const whole = ({ open, money }: Refundable): LotShare => ({
  lot: open.lot,
  centihours: open.remaining,
  amountMinor: money,
})

/** Hours for a part of a lot's money, rounded once, half to even; as long as money is left in the lot, so are hours. */
const hoursFor = ({ open, money }: Refundable, amount: number): number =>
  amount === money ? open.remaining : Math.min(multiplyRatio(open.remaining, amount, money), open.remaining - 1)

/** Whole lots in order and a part of the last: `sizeOf` measures a lot, `partOf` cuts it. */
function cut(
  lots: readonly Refundable[],
  wanted: number,
  { sizeOf, partOf }: { sizeOf: (lot: Refundable) => number; partOf: (lot: Refundable, size: number) => LotShare },
): Decision<readonly LotShare[], 'notSoMuchLeft'> {
  let left = wanted
  const shares = lots.flatMap((lot) => {
    const size = Math.min(left, sizeOf(lot))
    left -= size
    if (size === 0) return []
    return [size === sizeOf(lot) ? whole(lot) : partOf(lot, size)]
  })
  return left === 0 ? accept(shares) : refuse('notSoMuchLeft', { wanted, left: wanted - left })
}

function partOf(
  lots: readonly Refundable[],
  wish: Exclude<RefundWish, { of: 'all' }>,
): Decision<readonly LotShare[], PartRefusal> {
  if (wish.of === 'centihours') {
    // The money left × the part ÷ the hours left, as when hours are used.
    return cut(lots, wish.centihours, {
      sizeOf: ({ open }) => open.remaining,
      partOf: ({ open, money }, size) => ({
        lot: open.lot,
        centihours: size,
        amountMinor: multiplyRatio(money, size, open.remaining),
      }),
    })
  }
  const shares = cut(lots, wish.amountMinor, {
    sizeOf: ({ money }) => money,
    partOf: (lot, size) => ({ lot: lot.open.lot, centihours: hoursFor(lot, size), amountMinor: size }),
  })
  const tooLittle = shares.ok && shares.value.some(({ centihours: given }) => given === 0)
  return tooLittle ? refuse('refundsNoHours', { amountMinor: wish.amountMinor }) : shares
}

function byPayment(shares: readonly LotShare[]): readonly PaymentShare[] {
  return [...Map.groupBy(shares, ({ lot }) => paymentOf(lot.lotId))].map(([paymentId, lots]) => ({
    paymentId,
    centihours: centihours(sum(lots.map((share) => share.centihours))),
    amountMinor: amountMinor(sum(lots.map((share) => share.amountMinor))),
    lots,
  }))
}

/** What of an account could be given back, the newest money first: as the oldest is used first, it is also given back last. */
function refundable(account: HoursAccount, isRefundable: IsRefundable): readonly Refundable[] {
  const lots = lotsOf(account.book, hours, hourAsset)
    .filter(({ lot }) => isOfPayment(lot.lotId))
    .filter(({ lot }) => isRefundable(paymentOf(lot.lotId)))
  return [...sortLots(lots, 'oldest')].reverse().map((open) => {
    const money = remainingOf(account.book, tuition, account.currency, open.lot.lotId)
    return { open, money }
  })
}

const quoteOf = (shares: readonly LotShare[]): RefundQuote => ({
  centihours: centihours(sum(shares.map((share) => share.centihours))),
  amountMinor: amountMinor(sum(shares.map((share) => share.amountMinor))),
  shares: byPayment(shares),
})

/** Nothing is given back. */
export const emptyQuote: RefundQuote = quoteOf([])

type IsRefundable = (paymentId: Id<'payment'>) => boolean

/**
 * What a refund of all that was not used would give back now, the newest money first. The same books give the same quote.
 * @param isRefundable whether a payment may be refunded at all
 * @returns the quote, or refuses `nothingToRefund`
 * Rule: E13.
 */
export function quoteRest(
  account: HoursAccount,
  isRefundable: IsRefundable = () => true,
): Decision<RefundQuote, 'nothingToRefund'> {
  const lots = refundable(account, isRefundable)
  if (lots.length === 0) return refuse('nothingToRefund', { enrollmentId: account.enrollmentId })
  return accept(quoteOf(lots.map(whole)))
}

/**
 * What a refund of a part, or of all, would give back now. It goes back the way it came: lot by lot, the newest money first (by when
 * it was paid, then by lot id), whole lots and a part of the last one. The same books give the same quote, and the parts of an
 * account, however it is cut, add up to all of it: what rounding leaves stays in its lot until the last part is given back.
 * @param isRefundable whether a payment may be refunded at all
 * @returns the quote, or refuses `nothingToRefund`, `notSoMuchLeft` with what is left, `refundsNoHours` for an amount that is worth
 * less than a hundredth of an hour
 * Rule: E13.
 */
export function quoteRefundOf(
  account: HoursAccount,
  wish: RefundWish,
  isRefundable: IsRefundable = () => true,
): Decision<RefundQuote, 'nothingToRefund' | PartRefusal> {
  if (wish.of === 'all') return quoteRest(account, isRefundable)
  const lots = refundable(account, isRefundable)
  if (lots.length === 0) return refuse('nothingToRefund', { enrollmentId: account.enrollmentId })
  const shares = partOf(lots, wish)
  return shares.ok ? accept(quoteOf(shares.value)) : shares
}

/** The last day on which a payment can be refunded. Rule: E13. */
export const lastRefundDay = (paidOn: LocalDate, refundWindowDays: number): LocalDate =>
  addDays(paidOn, refundWindowDays)

function shareLines({ currency }: HoursAccount, { lot, ...share }: LotShare): readonly Line[] {
  const given = [line(hours, hourAsset, -share.centihours, lot), line(hoursRefunded, hourAsset, share.centihours, lot)]
  if (share.amountMinor === 0) return given
  const money = share.amountMinor
  return [...given, line(tuition, currency, -money, lot), line(payments, currency, money, lot)]
}

/**
 * Gives back one payment's share of a quote: the hours are given up, their prepaid money is no longer owed as lessons but paid out.
 * @param sequence which refund of the payment it is, from 1 on: a correction may free hours for another
 * Rule: E13.
 */
export function postRefund(
  account: HoursAccount,
  { share, sequence }: { readonly share: PaymentShare; readonly sequence: number },
  facts: EntryFacts,
): Posting {
  const kind = 'tuitionRefunded'
  const lines = share.lots.flatMap((each) => shareLines(account, each))
  const key = businessKey(kind, share.paymentId, String(sequence))
  return posted(post(account.book, { ...facts, kind, businessKey: key, lines }))
}
