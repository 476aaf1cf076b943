import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import { type EventOf, happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { courseCompleted } from '@tutelage/shared/contracts/enrollment/events.ts'
import { depositRefunded, honoraryStudentNamed } from '@tutelage/shared/contracts/enrollment/year-plan-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { loadEnrollment } from '../enrolling/enrollment-store.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { findHonoraryStudent, nameHonoraryStudent } from '../students/honorary-student-store.ts'
import { depositEndDraft, postDrafts, settlementDraft } from './plan-book.ts'
import { factsOf, keepYearPlan, planOccurrence, planOf } from './plan-circumstances.ts'
import { reckon } from './plan-progress.ts'
import { countPlanStanding } from './plan-share-store.ts'
import { honoraryOn, isFulfilled, type YearPlan } from './year-plan.ts'
import { appendPlanEntries, loadYearPlan, type PlanPayment, writePlanPayment } from './year-plan-store.ts'

/** Gives the deposit back the way it came, whole. */
function refundDeposit(context: CampusContext, stored: Stored<YearPlan>, payments: readonly Stored<PlanPayment>[]) {
  const { deposit, depositMinor, currency } = stored.value
  if (deposit.status !== 'held') return { deposit, writes: [], events: [] }
  const { paymentId } = deposit
  const payment = payments.find(({ value }) => value.paymentId === paymentId)
  if (!payment) throw new Error(`the payment ${paymentId} was not read`)
  const refundId = context.ids.next('refund')
  const refund = { refundId, amountMinor: depositMinor }
  const told = { ...planOf(stored.value), paymentId, amountMinor: depositMinor, currency }
  return {
    deposit: { status: 'refunded' as const, paymentId, refundId, refundedAt: context.now },
    writes: [writePlanPayment(context, { ...payment.value, refund }, payment.version)],
    events: [
      happened(depositRefunded, planOccurrence(context, stored), told),
      requestMessage(context, {
        occasion: `refunded:${refundId}`,
        category: 'receipt',
        template: 'depositReturned',
        recipient: { studentId: stored.value.studentId },
        params: { refundId, amountMinor: depositMinor },
      }),
    ],
  }
}

/** Names the student of a completed plan whose six years have passed; who was named before stays so. Rule: E11 (source). */
export async function nameHonorary(
  context: CampusContext,
  stored: Stored<YearPlan>,
): Promise<{ readonly writes: readonly Write[]; readonly events: readonly NewEvent[] }> {
  const { studentId, yearPlanId, pricePerYearMinor, listPerYearMinor, signedOn } = stored.value
  const on = honoraryOn(stored.value)
  const isNow = on !== undefined && on <= (await campusToday(context))
  if (!isNow || (await findHonoraryStudent(context, studentId))) return { writes: [], events: [] }
  const honorary = { studentId, yearPlanId, pricePerYearMinor, listPerYearMinor, priceOf: signedOn }
  return {
    writes: [nameHonoraryStudent(context, honorary)],
    events: [happened(honoraryStudentNamed, planOccurrence(context, stored), planOf(stored.value))],
  }
}

/** A plan with every course that is completed by its accounts: what tells of one may still be on its way. Rule: E11, domain §3 (Events). */
export function withCompleted(plan: YearPlan, accounts: readonly Stored<HoursAccount>[]): YearPlan {
  const unheard = accounts.flatMap(({ value: { enrollmentId, courseId, state } }) => {
    const isKnown = plan.completed.some((one) => one.enrollmentId === enrollmentId)
    return state.status === 'completed' && !isKnown ? [{ enrollmentId, courseId, completedAt: state.completedAt }] : []
  })
  return { ...plan, completed: [...plan.completed, ...unheard] }
}

/**
 * What the last agreed course does: the deposit goes back, what was paid is earned, six years that have passed make an honorary student.
 * @param stored the plan as it was read
 * @param plan the same with its last course
 */
export async function complete(context: CampusContext, stored: Stored<YearPlan>, plan: YearPlan) {
  const { reckoning, payments } = await reckon(context, plan)
  const state = { status: 'completed' as const, completedAt: context.now }
  const completed = { ...plan, state }
  const drafts = [settlementDraft(completed, reckoning), depositEndDraft(plan, 'depositRefunded')]
  const posted = postDrafts(completed, drafts, factsOf(context))
  const refunded = refundDeposit(context, stored, payments)
  const honorary = await nameHonorary(context, stored)
  const value = { ...posted.plan, deposit: refunded.deposit, settlements: plan.settlements + 1 }
  return {
    writes: [
      await keepYearPlan(context, { value, version: stored.version }),
      ...appendPlanEntries(context, plan, posted.entries),
      ...refunded.writes,
      ...honorary.writes,
      ...(await countPlanStanding(context, plan.studentId, { years: 0 })),
    ],
    events: [...refunded.events, ...honorary.events],
  }
}

/**
 * Keeps that a course of a plan was completed; with the last agreed one the plan is completed. Told again, or of an enrollment
 * without a plan, it changes nothing.
 * Rule: E11.
 */
export async function completePlannedCourse({ data }: EventOf<typeof courseCompleted>, context: CampusContext) {
  const { enrollmentId, courseId, completedAt } = data
  const { yearPlanId } = await loadEnrollment(context, enrollmentId)
  if (!yearPlanId) return accept(await context.commit({ writes: [], answer: null }))
  const stored = await loadYearPlan(context, yearPlanId)
  const { value: plan, version } = stored
  if (plan.completed.some((one) => one.enrollmentId === enrollmentId)) {
    return accept(await context.commit({ writes: [], answer: null }))
  }
  const after = { ...plan, completed: [...plan.completed, { enrollmentId, courseId, completedAt }] }
  const done =
    plan.state.status === 'active' && isFulfilled(after)
      ? await complete(context, stored, after)
      : { writes: [await keepYearPlan(context, { value: after, version })], events: [] }
  return accept(await context.commit({ ...done, answer: null }))
}
