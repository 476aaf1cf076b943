import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { enrollmentTerminated, type TerminationReason } from '@tutelage/shared/contracts/enrollment/events.ts'
import type {
  previewTermination as previewContract,
  terminateEnrollment as terminateContract,
} from '@tutelage/shared/contracts/enrollment/termination-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { type AmountMinor, amountMinor } from '@tutelage/shared/kernel/money.ts'
import { enrollmentOf, type HoursAccount, owedHours } from '../lesson-hours/hours-account.ts'
import { loadAccount } from '../lesson-hours/hours-account-store.ts'
import { giveUpUnpaid } from '../lesson-hours/purchase.ts'
import { giveBackTuition, loadOpenPayments, mostPaymentsAtOnce, refundWindow } from '../tuition/give-back-tuition.ts'
import { quoteView } from '../tuition/quote-view.ts'
import { emptyQuote, quoteRest } from '../tuition/refund.ts'
import { countLeaving } from '../year-plans/plan-share-store.ts'
import { endEnrollment } from './end-enrollment.ts'
import { loadEnrollment } from './enrollment-store.ts'
import { enrollmentView } from './read-enrollments.ts'

/** What the end of an enrollment would give back now: all that was not used, or what the campus's policy says of it. */
async function quoteNow(context: CampusContext, account: HoursAccount) {
  if (account.state.status === 'terminated' || account.state.status === 'transferred') {
    return refuse('alreadyEnded', { status: account.state.status })
  }
  const payments = await loadOpenPayments(context, account)
  const { policy, isOpen } = await refundWindow(context)
  const quote = quoteRest(account, (paymentId) => {
    const payment = payments.get(paymentId)
    return payment !== undefined && (policy.afterWindowOnTermination || isOpen(payment.value))
  })
  const value = quote.ok ? quote.value : emptyQuote
  const count = value.shares.length
  if (count > mostPaymentsAtOnce) return refuse('tooManyPayments', { payments: count, most: mostPaymentsAtOnce })
  return accept({ quote: value, payments })
}

/** What is still to pay once the end has come: what was used without being paid. */
const dueAfter = (account: HoursAccount): AmountMinor => {
  const { account: ended } = giveUpUnpaid(account)
  return amountMinor(ended.priceMinor - ended.receivedMinor)
}

/**
 * What the end of an enrollment would give back now, payment by payment; changes nothing.
 * @returns the quote, or refuses `alreadyEnded`, `tooManyPayments`
 * @throws NotFound of the enrollment
 * Rule: E13.
 */
export async function previewTermination({ params }: RequestOf<typeof previewContract>, context: CampusContext) {
  const { value: account } = await loadAccount(context, params.enrollmentId)
  const now = await quoteNow(context, account)
  if (!now.ok) return now
  const refund = quoteView(account, now.value.quote, now.value.payments)
  return accept({ ...refund, owedCentihours: owedHours(account), outstandingMinor: dueAfter(account) })
}

/** Tells that an enrollment ended, and why. */
export function terminated(
  context: CampusContext,
  { value: account, version }: Stored<HoursAccount>,
  {
    why,
    refundedMinor,
    at,
  }: { readonly why: TerminationReason; readonly refundedMinor: AmountMinor; readonly at: Instant },
): NewEvent {
  const { enrollmentId, termId, currency } = account
  const occurrence = {
    campusId: context.campus.campusId,
    aggregateId: enrollmentId,
    aggregateVersion: version + 1,
  }
  const data = { ...enrollmentOf(account), termId, why: { ...why }, terminatedAt: at, refundedMinor, currency }
  return happened(enrollmentTerminated, occurrence, data)
}

/**
 * Ends an enrollment for a reason: what was not used goes back as the preview showed, the seat is free, who waits is offered it.
 * @returns the enrollment with its refunds, or refuses `amountChanged` with the amount of now, and as the preview
 * @throws NotFound of the enrollment
 * Rule: E13.
 */
export async function terminateEnrollment(
  { params, body }: RequestOf<typeof terminateContract>,
  context: CampusContext,
) {
  const enrollment = await loadEnrollment(context, params.enrollmentId)
  const account = await loadAccount(context, params.enrollmentId)
  const now = await quoteNow(context, account.value)
  if (!now.ok) return now
  const { quote, payments } = now.value
  const { why, note } = body
  if (quote.amountMinor !== body.refundMinor) return refuse('amountChanged', { amountMinor: quote.amountMinor })
  const given = giveBackTuition(context, account, { quote, payments, reason: note ?? why.reason })
  const state = { status: 'terminated' as const, terminatedAt: context.now, why }
  const ending = await endEnrollment(context, { value: given.account, version: account.version }, state)
  const left = await countLeaving(context, {
    studentId: account.value.studentId,
    classGroupIds: [account.value.classGroupId],
  })
  const told = terminated(context, account, { why, refundedMinor: quote.amountMinor, at: context.now })
  return accept(
    await context.commit({
      writes: [...ending.writes, ...given.writes, ...left],
      events: [told, ...given.events, ...ending.events],
      answer: { ...enrollmentView(enrollment, { state }), refunds: [...given.refunds] },
    }),
  )
}
