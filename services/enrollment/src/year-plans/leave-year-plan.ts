import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { tuitionRefunded } from '@tutelage/shared/contracts/enrollment/events.ts'
import type {
  leaveYearPlan as leaveContract,
  quoteExit as quoteContract,
} from '@tutelage/shared/contracts/enrollment/year-plans-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { loadAccounts } from '../lesson-hours/hours-account-store.ts'
import { findAnnualStudent, writeAnnualStudent } from '../students/annual-student-store.ts'
import { mostPaymentsAtOnce } from '../tuition/give-back-tuition.ts'
import { withCompleted } from './complete-year-plan.ts'
import { endPlanClasses, openOf } from './end-plan-classes.ts'
import { forfeit } from './forfeit-deposit.ts'
import { type ExitQuote, exitOf, postDrafts } from './plan-book.ts'
import { factsOf, keepYearPlan, planOccurrence, planOf } from './plan-circumstances.ts'
import { reckon, usedView } from './plan-progress.ts'
import { countLeaving } from './plan-share-store.ts'
import { isFulfilled, type YearPlan } from './year-plan.ts'
import { appendPlanEntries, loadYearPlan, type PlanPayment, writePlanPayment } from './year-plan-store.ts'

/** What leaving means now, and the payments that it gives back; a plan whose agreed courses are completed is not left. */
async function quoteNow(context: CampusContext, plan: YearPlan, accounts: readonly Stored<HoursAccount>[]) {
  if (plan.state.status !== 'active') return refuse('planEnded', { status: plan.state.status })
  if (isFulfilled(withCompleted(plan, accounts))) return refuse('planEnded', { status: 'completed' })
  const { reckoning, payments } = await reckon(context, plan)
  const exit = exitOf(plan, reckoning)
  const count = exit.quote.shares.length
  if (count > mostPaymentsAtOnce) return refuse('tooManyPayments', { payments: count, most: mostPaymentsAtOnce })
  const shares = exit.quote.shares.map(({ paymentId, amountMinor: amount }) => {
    const payment = payments.find(({ value }) => value.paymentId === paymentId)
    if (!payment) throw new Error(`the payment ${paymentId} was not read`)
    return { payment, amountMinor: amountMinor(amount) }
  })
  return accept({ ...exit, shares })
}

type Share = { readonly payment: Stored<PlanPayment>; readonly amountMinor: ReturnType<typeof amountMinor> }

const exitView = ({ yearPlanId, currency }: YearPlan, quote: ExitQuote, shares: readonly Share[]) => ({
  ...{ yearPlanId, currency },
  ...usedView(quote),
  paidMinor: amountMinor(quote.paidMinor),
  usedListMinor: amountMinor(quote.usedListMinor),
  earnedMinor: amountMinor(quote.earnedMinor),
  discountClawbackMinor: amountMinor(quote.discountClawbackMinor),
  uncoveredMinor: amountMinor(quote.uncoveredMinor),
  forfeitedDepositMinor: amountMinor(quote.forfeitedDepositMinor),
  refundMinor: amountMinor(quote.refundMinor),
  shares: shares.map(({ payment: { value }, amountMinor: amount }) => ({
    ...{ paymentId: value.paymentId, means: value.means, amountMinor: amount },
  })),
})

/**
 * What leaving a plan would charge, forfeit and give back now; changes nothing, and the same lessons give the same answer.
 * @returns the quote, or refuses `planEnded`, `tooManyPayments` when it reaches more than one transaction can hold
 * @throws NotFound of the plan
 * Rule: E11.
 */
export async function quoteExit({ params }: RequestOf<typeof quoteContract>, context: CampusContext) {
  const { value: plan } = await loadYearPlan(context, params.yearPlanId)
  const now = await quoteNow(context, plan, await loadAccounts(context, plan.enrollmentIds))
  return now.ok ? accept(exitView(plan, now.value.quote, now.value.shares)) : now
}

/** One receipt for the family, of all that goes back. */
function refundMessage(
  context: CampusContext,
  { studentId }: YearPlan,
  refunds: readonly { readonly refundId: Id<'refund'>; readonly amountMinor: number }[],
): readonly NewEvent[] {
  const [first] = refunds
  if (!first) return []
  const total = refunds.reduce((sum, refund) => sum + refund.amountMinor, 0)
  const message = {
    occasion: `refunded:${first.refundId}`,
    template: 'tuitionRefunded',
    recipient: { studentId },
    params: { refundId: first.refundId, amountMinor: total },
  }
  return [requestMessage(context, { ...message, category: 'receipt' })]
}

/** One refund and one event for each payment of which something goes back, and the family's receipt. */
function giveBack(context: CampusContext, stored: Stored<YearPlan>, shares: readonly Share[]) {
  const writes: Write[] = []
  const events: NewEvent[] = []
  const refunds: { readonly refundId: Id<'refund'>; readonly amountMinor: number }[] = []
  for (const { payment, amountMinor: amount } of shares) {
    const { paymentId, currency, amountMinor: paymentAmountMinor } = payment.value
    const refund = { refundId: context.ids.next('refund'), amountMinor: amount }
    refunds.push(refund)
    writes.push(writePlanPayment(context, { ...payment.value, refund }, payment.version))
    const told = { ...planOf(stored.value), paymentId, ...refund, currency, paymentAmountMinor }
    events.push(happened(tuitionRefunded, planOccurrence(context, stored), told))
  }
  return { writes, events: [...events, ...refundMessage(context, stored.value, refunds)] }
}

/** The student is no annual one from today on. Rule: Y3. */
async function endAnnual(context: CampusContext, { studentId, endsOn }: YearPlan): Promise<readonly Write[]> {
  const [known, today] = await Promise.all([findAnnualStudent(context, studentId), campusToday(context)])
  // Whoever was annual for longer by something else stays so.
  if (!known || known.value.until > endsOn) return []
  return [writeAnnualStudent(context, { studentId, until: addDays(today, -1) }, known.version)]
}

/**
 * Ends a plan early, as the quote showed: used lessons are charged at list price, the deposit is forfeited whole, the rest goes back
 * the way it was paid, and the plan's enrollments end.
 * @returns the quote as it was carried out, or refuses `amountChanged` with the amount of now, and as the quote
 * @throws NotFound of the plan
 * Rule: E11 (source).
 */
export async function leaveYearPlan({ params, body }: RequestOf<typeof leaveContract>, context: CampusContext) {
  const stored = await loadYearPlan(context, params.yearPlanId)
  const { value: plan, version } = stored
  // Read before the quote: who is marked after it makes the commit fail.
  const all = await loadAccounts(context, plan.enrollmentIds)
  const now = await quoteNow(context, plan, all)
  if (!now.ok) return now
  const accounts = openOf(all)
  const { quote, drafts, shares } = now.value
  if (quote.refundMinor !== body.refundMinor) return refuse('amountChanged', { refundMinor: quote.refundMinor })
  const posted = postDrafts(plan, drafts, factsOf(context))
  const state = { status: 'left' as const, leftAt: context.now, reason: body.reason }
  const lost = forfeit(context, stored)
  const given = giveBack(context, stored, shares)
  const classGroupIds = accounts.map(({ value }) => value.classGroupId)
  const writes = [
    await keepYearPlan(context, { value: { ...posted.plan, state, deposit: lost.deposit }, version }),
    ...appendPlanEntries(context, plan, posted.entries),
    ...given.writes,
    ...(await countLeaving(context, { studentId: plan.studentId, classGroupIds, years: 0 })),
    ...(await endAnnual(context, plan)),
  ]
  const classes = await endPlanClasses(context, plan, { accounts, others: writes.length, why: body.why })
  return accept(
    await context.commit({
      writes: [...writes, ...classes.writes],
      events: [...lost.events, ...given.events, ...classes.events],
      answer: exitView(plan, quote, shares),
      rest: classes.rest,
    }),
  )
}
