import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import { happened } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { tuitionPaid } from '@tutelage/shared/contracts/enrollment/events.ts'
import { depositHeld } from '@tutelage/shared/contracts/enrollment/year-plan-events.ts'
import type {
  payDeposit as depositContract,
  payYearPlan as payContract,
} from '@tutelage/shared/contracts/enrollment/year-plans-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { prepaymentPolicy } from '../enrolling/policy.ts'
import { claimName, findClaim } from '../tuition/payment-store.ts'
import { dunningPolicy } from '../tuition/policy.ts'
import { depositDraft, postDrafts, settlementDraft, tuitionDraft } from './plan-book.ts'
import { factsOf, keepYearPlan, planOccurrence, planOf } from './plan-circumstances.ts'
import { checkMonthsAhead } from './plan-instalments.ts'
import { reckon } from './plan-progress.ts'
import type { YearPlan } from './year-plan.ts'
import { appendPlanEntries, loadYearPlan, type PlanPayment, writePlanPayment } from './year-plan-store.ts'

/** Money that a member of staff received, with the name that pays once, for ever. */
async function newPayment(
  context: CampusContext,
  { yearPlanId, currency }: YearPlan,
  received: Pick<PlanPayment, 'purpose' | 'amountMinor' | 'means' | 'reference'>,
) {
  const name = { source: received.means, reference: received.reference }
  const earlier: Id<'payment'> | undefined = await findClaim(context, name)
  if (earlier) return refuse('referenceUsed', { paymentId: earlier })
  const payment = { paymentId: context.ids.next('payment'), yearPlanId, currency, ...received, paidAt: context.now }
  const writes = [writePlanPayment(context, payment, 0), claimName(context, name, payment.paymentId)]
  return accept({ payment, writes })
}

/** Asks that the family be told what was received. */
function receiptOf(
  context: CampusContext,
  { studentId, priceMinor, receivedMinor }: YearPlan,
  { paymentId, purpose, amountMinor: paidMinor }: PlanPayment,
) {
  const common = { occasion: `paid:${paymentId}`, category: 'receipt' as const, recipient: { studentId } }
  const params = { paymentId, amountMinor: paidMinor }
  return requestMessage(
    context,
    purpose === 'deposit'
      ? { ...common, template: 'depositReceived', params }
      : { ...common, template: 'tuitionReceived', params: { ...params, outstandingMinor: priceMinor - receivedMinor } },
  )
}

/**
 * Takes the deposit of a plan, whole: it is held.
 * @returns the payment, or refuses `planEnded`, `depositNotDue` with where it stands, `notTheDeposit` with what it is,
 * `referenceUsed`
 * @throws NotFound of the plan
 * Rule: E11.
 */
export async function payDeposit({ params, body }: RequestOf<typeof depositContract>, context: CampusContext) {
  const stored = await loadYearPlan(context, params.yearPlanId)
  const { value: plan, version } = stored
  const { depositMinor, currency } = plan
  if (plan.state.status !== 'active') return refuse('planEnded', { status: plan.state.status })
  if (plan.deposit.status !== 'due') return refuse('depositNotDue', { status: plan.deposit.status })
  if (body.amountMinor !== depositMinor) return refuse('notTheDeposit', { depositMinor })
  const paid = await newPayment(context, plan, { purpose: 'deposit', ...body })
  if (!paid.ok) return paid
  const { payment, writes } = paid.value
  const { paymentId } = payment
  const posted = postDrafts(plan, [depositDraft(plan, payment)], factsOf(context))
  const held = { ...posted.plan, deposit: { status: 'held' as const, paymentId, heldAt: context.now } }
  const told = { ...planOf(plan), paymentId, amountMinor: depositMinor, currency }
  return accept(
    await context.commit({
      writes: [
        await keepYearPlan(context, { value: held, version }),
        ...appendPlanEntries(context, plan, posted.entries),
        ...writes,
      ],
      events: [happened(depositHeld, planOccurrence(context, stored), told), receiptOf(context, held, payment)],
      answer: payment,
    }),
  )
}

/** Whether so much may be taken: of a plan that was left or has run out nothing, of an open one no more months than allowed. */
async function checkTuition(context: CampusContext, plan: YearPlan, amount: number) {
  const { state, deposit, priceMinor, receivedMinor } = plan
  if (state.status === 'left' || state.status === 'expired') return refuse('planEnded', { status: state.status })
  if (deposit.status === 'due') return refuse('depositNotHeld', { status: deposit.status })
  const outstandingMinor = priceMinor - receivedMinor
  if (amount > outstandingMinor) return refuse('overpaid', { outstandingMinor, amountMinor: amount })
  if (state.status === 'completed') return accept(null)
  const [prepayment, dunning, today] = await Promise.all([
    prepaymentPolicy.load(context),
    dunningPolicy.load(context),
    campusToday(context),
  ])
  return checkMonthsAhead(plan, receivedMinor + amount, { prepayment, dunning, today })
}

/**
 * Takes tuition of a plan: prepaid until lessons are used. What is paid for a completed plan is income at once.
 * @returns the payment, or refuses `planEnded`, `depositNotHeld`, `overpaid`, what the campus may not take ahead (see
 * `checkMonthsAhead`), `referenceUsed`
 * @throws NotFound of the plan
 * Rule: E5, E11.
 */
export async function payYearPlan({ params, body }: RequestOf<typeof payContract>, context: CampusContext) {
  const stored = await loadYearPlan(context, params.yearPlanId)
  const { value: plan, version } = stored
  const checked = await checkTuition(context, plan, body.amountMinor)
  if (!checked.ok) return checked
  const made = await newPayment(context, plan, { purpose: 'tuition', ...body })
  if (!made.ok) return made
  const { payment, writes } = made.value
  const { reckoning } = await reckon(context, plan)
  const paid = { ...reckoning, paid: [...reckoning.paid, payment] }
  const received = { ...plan, receivedMinor: amountMinor(plan.receivedMinor + body.amountMinor) }
  const taken = postDrafts(received, [tuitionDraft(received, payment)], factsOf(context))
  const settled = postDrafts(taken.plan, [settlementDraft(taken.plan, paid)], factsOf(context))
  const value = { ...settled.plan, settlements: plan.settlements + settled.entries.length }
  const { paymentId, amountMinor: amount, currency, means, paidAt } = payment
  const told = { ...planOf(plan), paymentId, amountMinor: amount, currency, means, paidAt }
  return accept(
    await context.commit({
      writes: [
        await keepYearPlan(context, { value, version }),
        ...appendPlanEntries(context, plan, [...taken.entries, ...settled.entries]),
        ...writes,
      ],
      events: [happened(tuitionPaid, planOccurrence(context, stored), told), receiptOf(context, value, payment)],
      answer: payment,
    }),
  )
}
