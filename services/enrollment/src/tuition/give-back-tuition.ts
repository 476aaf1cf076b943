import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { tuitionRefunded } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { lotsOf } from '@tutelage/shared/ledger/book.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { type HoursAccount, hourAsset, hours } from '../lesson-hours/hours-account.ts'
import { appendEntry } from '../lesson-hours/hours-account-store.ts'
import { isOfPayment, paymentOf } from './payment.ts'
import { loadPayments, type Payment, writePayment } from './payment-store.ts'
import { refundPolicy } from './policy.ts'
import { lastRefundDay, type PaymentShare, postRefund, type RefundQuote } from './refund.ts'
import { addRefund, type Refund } from './refund-store.ts'

/** Each payment is four items of the one transaction. */
export const mostPaymentsAtOnce = 20

/** The payments of an account of which something is left, by id. */
export async function loadOpenPayments(
  context: CampusContext,
  { book }: HoursAccount,
): Promise<ReadonlyMap<Id<'payment'>, Stored<Payment>>> {
  const lotIds = lotsOf(book, hours, hourAsset).map(({ lot }) => lot.lotId)
  const paymentIds = new Set(lotIds.filter(isOfPayment).map(paymentOf))
  const payments = await loadPayments(context, [...paymentIds])
  return new Map(payments.map((stored) => [stored.value.paymentId, stored]))
}

/** What says until which day each payment can be refunded. */
export async function refundWindow(context: CampusContext) {
  const [{ timeZone }, policy] = await Promise.all([loadCampus(context), refundPolicy.load(context)])
  const today = localDateOf(context.now, timeZone)
  const lastDayOf = ({ paidAt }: Payment) => lastRefundDay(localDateOf(paidAt, timeZone), policy.refundWindowDays)
  return { policy, lastDayOf, isOpen: (payment: Payment): boolean => today <= lastDayOf(payment) }
}

/** What a refund does, ready to be committed with the account. */
export interface GivenBack {
  readonly account: HoursAccount
  /** One for each payment. */
  readonly refunds: readonly Refund[]
  readonly writes: readonly Write[]
  readonly events: readonly NewEvent[]
}

function refundTold(
  context: CampusContext,
  { value: account, version }: Stored<HoursAccount>,
  { refund, payment }: { readonly refund: Refund; readonly payment: Payment },
): NewEvent {
  const { enrollmentId, studentId, householdId } = account
  const { refundId, paymentId, amountMinor, currency } = refund
  return happened(
    tuitionRefunded,
    { campusId: context.campus.campusId, aggregateId: enrollmentId, aggregateVersion: version + 1 },
    {
      ...{ paymentId, enrollmentId, studentId, householdId },
      ...{ amountMinor, currency, refundId, paymentAmountMinor: payment.amountMinor },
    },
  )
}

function refundMessage(
  context: CampusContext,
  { studentId }: HoursAccount,
  { refundId, quote }: { readonly refundId: Id<'refund'>; readonly quote: RefundQuote },
): NewEvent {
  const { amountMinor, centihours } = quote
  return requestMessage(context, {
    occasion: `refunded:${refundId}`,
    category: 'receipt',
    template: 'tuitionRefunded',
    recipient: { studentId },
    params: { refundId, amountMinor, centihours },
  })
}

/** What is to be given back, and why. */
export interface RefundOrder {
  readonly quote: RefundQuote
  readonly payments: ReadonlyMap<Id<'payment'>, Stored<Payment>>
  readonly reason: string
}

/** One payment's share: its entry, its refund, and one refund more on the payment. */
function giveShare(
  context: CampusContext,
  account: HoursAccount,
  order: { readonly share: PaymentShare; readonly payment: Stored<Payment>; readonly reason: string },
) {
  const { share, payment, reason } = order
  const { ids, now, correlationId, scope } = context
  const facts = { entryId: ids.next('entry'), occurredAt: now, recordedAt: now, causationId: correlationId }
  const sequence = payment.value.refunds + 1
  const { book, entry } = postRefund(account, { share, sequence }, facts)
  const { paymentId, centihours, amountMinor } = share
  const { enrollmentId, currency } = account
  const refund: Refund = {
    refundId: ids.next('refund'),
    ...{ paymentId, enrollmentId, means: payment.value.means, centihours, amountMinor, currency, reason },
    refundedAt: now,
    refundedBy: { ...scope.actor },
  }
  const writes = [
    appendEntry(context, enrollmentId, entry),
    writePayment(context, { ...payment.value, refunds: sequence }, payment.version),
    addRefund(context, refund),
  ]
  return { book, refund, writes }
}

/**
 * Gives back what a quote says, each share the way its payment came: an entry, a refund and an event for each payment, one
 * receipt for the family. A payment's own count of refunds keeps two refunds at once apart. The account itself is left to the
 * caller to write, with what else the same commit does to it.
 * @param stored the account as it was read
 * @param payments at least those of the quote (see `loadOpenPayments`)
 * Rule: E13.
 */
export function giveBackTuition(context: CampusContext, stored: Stored<HoursAccount>, order: RefundOrder): GivenBack {
  const { quote, payments } = order
  let account = stored.value
  const writes: Write[] = []
  const refunds: Refund[] = []
  const events: NewEvent[] = []
  for (const share of quote.shares) {
    const payment = payments.get(share.paymentId)
    if (!payment) throw new Error(`the payment ${share.paymentId} was not read`)
    const given = giveShare(context, account, { share, payment, reason: order.reason })
    account = { ...account, book: given.book }
    writes.push(...given.writes)
    refunds.push(given.refund)
    events.push(refundTold(context, stored, { refund: given.refund, payment: payment.value }))
  }
  const [first] = refunds
  const message = first ? [refundMessage(context, account, { refundId: first.refundId, quote })] : []
  return { account, refunds, writes, events: [...events, ...message] }
}
