import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  previewRefund as previewContract,
  refundTuition as refundContract,
} from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { loadAccount, writeAccount } from '../lesson-hours/hours-account-store.ts'
import { giveBackTuition, refundWindow } from './give-back-tuition.ts'
import { loadPayment, type Payment } from './payment-store.ts'
import { quoteRest, type RefundQuote } from './refund.ts'

/** More transfers in a row than this are a circle. */
const mostTransfers = 20

/** The account that holds what a payment opened: its enrollment's, or that of the class which the student was transferred to. */
async function accountHolding(context: CampusContext, { enrollmentId }: Payment): Promise<Stored<HoursAccount>> {
  let next = enrollmentId
  for (let step = 0; step < mostTransfers; step += 1) {
    const account = await loadAccount(context, next)
    if (account.value.state.status !== 'transferred') return account
    next = account.value.state.toEnrollmentId
  }
  throw new Error('an enrollment is transferred in a circle')
}

/** The payment, its account, and what a refund of all that is left of it would give back now. */
async function quoteNow(context: CampusContext, paymentId: Id<'payment'>) {
  const payment = await loadPayment(context, paymentId)
  const account = await accountHolding(context, payment.value)
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
