import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  previewRefund as previewContract,
  refundTuition as refundContract,
} from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { writeAccount } from '../lesson-hours/hours-account-store.ts'
import { loadStandingAccount } from '../lesson-hours/standing-account.ts'
import { giveBackTuition, refundWindow } from './give-back-tuition.ts'
import { loadPayment, type Payment } from './payment-store.ts'
import { quoteRest, type RefundQuote } from './refund.ts'

/** The payment, the account that holds what it opened, and what a refund of all that is left of it would give back now. */
async function quoteNow(context: CampusContext, paymentId: Id<'payment'>) {
  const payment = await loadPayment(context, paymentId)
  const account = await loadStandingAccount(context, payment.value.enrollmentId)
  const { isOpen, lastDayOf } = await refundWindow(context)
  const quote = isOpen(payment.value)
    ? quoteRest(account.value, (id) => id === paymentId)
    : refuse('refundWindowClosed', { lastDay: lastDayOf(payment.value) })
  return { payment, account, quote }
}

const viewOf = (
  { enrollmentId, currency }: HoursAccount,
  { paymentId }: Payment,
  { centihours, amountMinor }: RefundQuote,
) => ({ paymentId, enrollmentId, centihours, amountMinor, currency })

/**
 * What a refund of a payment would give back now; changes nothing.
 * @returns the quote, or refuses `refundWindowClosed` with the last day, `nothingToRefund` when all of its hours were used
 * @throws NotFound of the payment
 * Rule: E13.
 */
export async function previewRefund({ params }: RequestOf<typeof previewContract>, context: CampusContext) {
  const { payment, account, quote } = await quoteNow(context, params.paymentId)
  return quote.ok ? accept(viewOf(account.value, payment.value, quote.value)) : quote
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
  const payments = new Map([[payment.value.paymentId, payment]])
  const given = giveBackTuition(context, account, { quote: quote.value, payments, reason: body.reason })
  const [refund] = given.refunds
  if (!refund) throw new Error('a quote has a share for each payment')
  const { refundId } = refund
  return accept(
    await context.commit({
      writes: [writeAccount(context, given.account, account.version), ...given.writes],
      events: given.events,
      answer: { refundId, ...viewOf(account.value, payment.value, quote.value) },
    }),
  )
}
