import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  previewEnrollmentRefund as previewContract,
  refundEnrollment as refundContract,
} from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { loadAccount, writeAccount } from '../lesson-hours/hours-account-store.ts'
import { giveBackTuition, loadOpenPayments, mostPaymentsAtOnce, refundWindow } from './give-back-tuition.ts'
import { quoteView } from './quote-view.ts'
import { quoteRefundOf, type RefundWish } from './refund.ts'

type Part = RequestOf<typeof previewContract>['query']

function wishOf({ centihours, amountMinor }: Part): RefundWish {
  if (centihours !== undefined) return { of: 'centihours', centihours }
  return amountMinor === undefined ? { of: 'all' } : { of: 'amountMinor', amountMinor }
}

/** What a refund of an account, or of a part of it, would give back now of the payments that can be refunded. */
async function quoteNow(context: CampusContext, account: Stored<HoursAccount>, part: Part) {
  const payments = await loadOpenPayments(context, account.value)
  const { isOpen } = await refundWindow(context)
  const isRefundable = (paymentId: Id<'payment'>): boolean => {
    const payment = payments.get(paymentId)
    return payment !== undefined && isOpen(payment.value)
  }
  const quote = quoteRefundOf(account.value, wishOf(part), isRefundable)
  if (!quote.ok) return quote
  const count = quote.value.shares.length
  if (count > mostPaymentsAtOnce) return refuse('tooManyPayments', { payments: count, most: mostPaymentsAtOnce })
  return accept({ quote: quote.value, payments })
}

/**
 * What a refund of an enrollment would give back now, payment by payment; changes nothing.
 * @returns the quote, or refuses as `quoteRefundOf`, `tooManyPayments` when it reaches more than one transaction can hold
 * @throws NotFound of the enrollment
 * Rule: E13.
 */
export async function previewEnrollmentRefund(
  { params, query }: RequestOf<typeof previewContract>,
  context: CampusContext,
) {
  const account = await loadAccount(context, params.enrollmentId)
  const now = await quoteNow(context, account, query)
  return now.ok ? accept(quoteView(account.value, now.value.quote, now.value.payments)) : now
}

/**
 * Gives back what the preview of the same part showed, each share the way its payment came.
 * @returns the refunds, or refuses `amountChanged` with the amount of now, and as the preview
 * @throws NotFound of the enrollment
 * Rule: E13.
 */
export async function refundEnrollment({ params, body }: RequestOf<typeof refundContract>, context: CampusContext) {
  const account = await loadAccount(context, params.enrollmentId)
  const now = await quoteNow(context, account, body.part ?? {})
  if (!now.ok) return now
  const { quote, payments } = now.value
  if (quote.amountMinor !== body.amountMinor) return refuse('amountChanged', { amountMinor: quote.amountMinor })
  const given = giveBackTuition(context, account, { quote, payments, reason: body.reason })
  const { shares: _, ...view } = quoteView(account.value, quote, payments)
  return accept(
    await context.commit({
      writes: [writeAccount(context, given.account, account.version), ...given.writes],
      events: given.events,
      answer: { ...view, refunds: [...given.refunds] },
    }),
  )
}
