import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { tuitionRefunded } from '@tutelage/shared/contracts/enrollment/events.ts'
import type {
  previewRefund as previewContract,
  refundTuition as refundContract,
} from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { appendEntry, loadAccount, writeAccount } from '../lesson-hours/hours-account-store.ts'
import { loadPayment, type Payment, writePayment } from './payment-store.ts'
import { refundPolicy } from './policy.ts'
import { postRefund, quoteRefund, type RefundQuote } from './refund.ts'

/** The payment, its account, and what a refund would give back now. */
async function quoteNow(context: CampusContext, paymentId: Id<'payment'>) {
  const payment = await loadPayment(context, paymentId)
  const account = await loadAccount(context, payment.value.enrollmentId)
  const { timeZone } = await loadCampus(context)
  const { refundWindowDays } = await refundPolicy.load(context)
  const paidOn = localDateOf(payment.value.paidAt, timeZone)
  const today = localDateOf(context.now, timeZone)
  const quote = quoteRefund(account.value, { paymentId, paidOn, today, refundWindowDays })
  return { payment, account, quote }
}

const viewOf = ({ paymentId, enrollmentId, currency }: Payment, quote: RefundQuote) => ({
  paymentId,
  enrollmentId,
  ...quote,
  currency,
})

/**
 * What a refund of a payment would give back now; changes nothing.
 * @returns the quote, or refuses `refundWindowClosed`, `nothingToRefund` (see `quoteRefund`)
 * @throws NotFound of the payment
 * Rule: E13.
 */
export async function previewRefund({ params }: RequestOf<typeof previewContract>, context: CampusContext) {
  const { payment, quote } = await quoteNow(context, params.paymentId)
  return quote.ok ? accept(viewOf(payment.value, quote.value)) : quote
}

interface Refund extends RefundQuote {
  readonly refundId: Id<'refund'>
  readonly payment: Payment
}

function refundTold(context: CampusContext, account: Stored<HoursAccount>, { payment, ...refund }: Refund): NewEvent {
  const { enrollmentId, studentId, householdId } = account.value
  const { refundId, amountMinor } = refund
  const { paymentId, currency, amountMinor: paymentAmountMinor } = payment
  return happened(
    tuitionRefunded,
    { campusId: context.campus.campusId, aggregateId: enrollmentId, aggregateVersion: account.version + 1 },
    {
      ...{ paymentId, enrollmentId, studentId, householdId },
      ...{ amountMinor, currency, refundId, paymentAmountMinor },
    },
  )
}

function refundMessage(context: CampusContext, { studentId }: HoursAccount, refund: Refund): NewEvent {
  const { refundId, amountMinor, centihours } = refund
  const messageId = context.ids.next('message')
  const occurrence = { campusId: context.campus.campusId, aggregateId: messageId, aggregateVersion: 1 }
  return happened(messageRequested, occurrence, {
    messageId,
    occasion: `refunded:${refundId}`,
    category: 'receipt',
    channel: 'email',
    template: 'tuitionRefunded',
    recipient: { studentId },
    params: { refundId, amountMinor, centihours },
  })
}

/**
 * Gives back what the preview showed: the hours of a payment that were not used.
 * @returns the refund, or refuses `amountChanged` with the amount of now, and as the preview
 * @throws NotFound of the payment
 * Rule: E13.
 */
export async function refundTuition({ params, body }: RequestOf<typeof refundContract>, context: CampusContext) {
  const { payment, account, quote } = await quoteNow(context, params.paymentId)
  if (!quote.ok) return quote
  if (quote.value.amountMinor !== body.amountMinor) {
    return refuse('amountChanged', { amountMinor: quote.value.amountMinor })
  }
  const refund: Refund = { refundId: context.ids.next('refund'), payment: payment.value, ...quote.value }
  const { paymentId, refunds } = payment.value
  const facts = { occurredAt: context.now, recordedAt: context.now, causationId: context.correlationId }
  const { book, entry } = postRefund(
    account.value,
    { paymentId, quote: quote.value, sequence: refunds + 1 },
    { ...facts, entryId: context.ids.next('entry') },
  )
  return accept(
    await context.commit({
      writes: [
        writeAccount(context, { ...account.value, book }, account.version),
        appendEntry(context, account.value.enrollmentId, entry),
        writePayment(context, { ...payment.value, refunds: refunds + 1 }, payment.version),
      ],
      events: [refundTold(context, account, refund), refundMessage(context, account.value, refund)],
      answer: { refundId: refund.refundId, ...viewOf(payment.value, quote.value) },
    }),
  )
}
