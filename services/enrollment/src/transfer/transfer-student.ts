import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { classTransferred } from '@tutelage/shared/contracts/enrollment/events.ts'
import type {
  previewTransfer as previewContract,
  transferStudent as transferContract,
} from '@tutelage/shared/contracts/enrollment/transfer-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { endEnrollment } from '../enrolling/end-enrollment.ts'
import { confirmation } from '../enrolling/enroll-student.ts'
import { type Enrollment, newAccount, priceKeptSince } from '../enrolling/enrollment.ts'
import { addEnrollment } from '../enrolling/enrollment-store.ts'
import { startOf } from '../enrolling/load-charge.ts'
import { newPurchase } from '../enrolling/new-purchase.ts'
import { enrollmentView } from '../enrolling/read-enrollments.ts'
import { enrollmentOf, type HoursAccount } from '../lesson-hours/hours-account.ts'
import { appendEntry, writeAccount } from '../lesson-hours/hours-account-store.ts'
import { withPurchase } from '../lesson-hours/purchase.ts'
import { loadSettlement, type TransferPlan } from './load-settlement.ts'
import { type Load, moveIn, moveOut } from './move-hours.ts'

type Body = RequestOf<typeof transferContract>['body']

function settlementView({ account, from, to, settlement, rules }: TransferPlan) {
  const { lots: _, ...figures } = settlement
  const classes = { fromClassGroupId: from.classGroupId, toClassGroupId: to.classGroupId }
  return { ...classes, currency: account.value.currency, ...figures, rules: [...rules] }
}

/**
 * What a change to another class would take along and cost; changes nothing.
 * @returns the settlement, or refuses as `loadSettlement`
 * @throws NotFound of the enrollment or class group
 * Rule: E10.
 */
export async function previewTransfer({ params, body }: RequestOf<typeof previewContract>, context: CampusContext) {
  const plan = await loadSettlement(context, params.enrollmentId, body.toClassGroupId)
  return plan.ok ? accept(settlementView(plan.value)) : plan
}

/** The enrollment in the new class: what the old one agreed on and has not used. */
async function nextEnrollment(
  context: CampusContext,
  { enrollment, account, to, settlement }: TransferPlan,
): Promise<Enrollment> {
  const { openCentihours, toPayCentihours, prepaidMinor, outstandingMinor } = settlement
  const { studentId, householdId, leadId, learningManagerId } = enrollment
  return {
    enrollmentId: context.ids.next('enrollment'),
    ...{ studentId, householdId, classGroupId: to.classGroupId, courseId: to.courseId, termId: to.termId },
    ...(leadId && { leadId }),
    ...(learningManagerId && { learningManagerId }),
    fromEnrollmentId: enrollment.enrollmentId,
    centihours: centihours(openCentihours + toPayCentihours),
    priceMinor: amountMinor(prepaidMinor + outstandingMinor),
    currency: account.value.currency,
    startsOn: await startOf(context, to, await campusToday(context)),
    enrolledAt: context.now,
    ...(to.courseId === enrollment.courseId && { pricedAt: priceKeptSince(enrollment) }),
  }
}

/** The new account before the hours come, and the purchase of what is still to be paid. */
interface Rest {
  readonly account: HoursAccount
  readonly writes: readonly Write[]
}

/** What is still to be paid is agreed on anew, as a purchase of the new class. */
async function agreeOnRest(
  context: CampusContext,
  plan: TransferPlan,
  { next, body }: { next: Enrollment; body: Body },
) {
  const { toPayCentihours, outstandingMinor, openCentihours, remainingCentihours } = plan.settlement
  // More hours for the money arm the reminder again.
  const lowBalanceTold = plan.account.value.lowBalanceTold && openCentihours <= remainingCentihours
  const account = { ...newAccount(next), lowBalanceTold }
  if (toPayCentihours === 0) return accept<Rest>({ account, writes: [] })
  const quote = { priceMinor: outstandingMinor, listPrice: { currency: next.currency }, rules: plan.rulesOfRest }
  const today = await campusToday(context)
  const rest = { enrollmentId: next.enrollmentId, centihours: toPayCentihours, quote, plan: body.plan, today }
  const agreed = await newPurchase(context, rest)
  if (!agreed.ok) return agreed
  const { purchase, write } = agreed.value
  const part = { purchaseId: purchase.purchaseId, centihours: toPayCentihours, amountMinor: outstandingMinor }
  return accept<Rest>({ account: withPurchase(account, part), writes: [write] })
}

/** Both books after the hours went from the one to the other. */
function moveHours(context: CampusContext, { account, settlement }: TransferPlan, next: HoursAccount) {
  const { ids, now, correlationId } = context
  const facts = () => ({ entryId: ids.next('entry'), occurredAt: now, recordedAt: now, causationId: correlationId })
  const load: Load = { lots: settlement.lots, owedCentihours: settlement.owedCentihours, returnedCentihours: 0 }
  const cause = next.enrollmentId
  const out = moveOut(account.value, { load, otherEnrollmentId: next.enrollmentId, cause }, facts())
  const move = { load, otherEnrollmentId: account.value.enrollmentId, cause }
  const into = moveIn(next, move, { facts, entries: [] })
  return {
    left: out.account,
    joined: into.account,
    entries: [
      ...out.entries.map((entry) => appendEntry(context, account.value.enrollmentId, entry)),
      ...into.entries.map((entry) => appendEntry(context, next.enrollmentId, entry)),
    ],
  }
}

function transferred(
  context: CampusContext,
  { value, version }: Stored<HoursAccount>,
  { next, settlement }: { readonly next: Enrollment; readonly settlement: TransferPlan['settlement'] },
): NewEvent {
  const occurrence = {
    campusId: context.campus.campusId,
    aggregateId: value.enrollmentId,
    aggregateVersion: version + 1,
  }
  return happened(classTransferred, occurrence, {
    ...enrollmentOf(value),
    termId: value.termId,
    toEnrollmentId: next.enrollmentId,
    ...{ toClassGroupId: next.classGroupId, toCourseId: next.courseId, toTermId: next.termId },
    centihours: settlement.openCentihours,
    differenceMinor: settlement.differenceMinor,
    currency: value.currency,
  })
}

/** One commit: the old enrollment ends, the new one begins, and the hours are in one book or in the other. */
async function commitTransfer(
  context: CampusContext,
  plan: TransferPlan,
  { next, rest }: { next: Enrollment; rest: Rest },
) {
  const moved = moveHours(context, plan, rest.account)
  const state = { status: 'transferred' as const, transferredAt: context.now, toEnrollmentId: next.enrollmentId }
  const ending = await endEnrollment(context, { value: moved.left, version: plan.account.version }, state)
  return context.commit({
    writes: [
      ...ending.writes,
      ...addEnrollment(context, next),
      ...plan.place,
      writeAccount(context, moved.joined, 0),
      ...moved.entries,
      ...rest.writes,
    ],
    events: [
      transferred(context, plan.account, { next, settlement: plan.settlement }),
      await confirmation(context, plan.to, next),
      ...ending.events,
    ],
    answer: { ...enrollmentView(next, moved.joined), settlement: settlementView(plan) },
  })
}

/**
 * Moves a student to another class: the old enrollment names the new one and the new one the old, what was marked stays where it was,
 * hours and money go along, and both seats change at once.
 * @returns the new enrollment with its settlement, or refuses `amountChanged` with the difference of now, `planNotThePrice`, and as
 * the preview
 * @throws NotFound of the enrollment or class group
 * Rule: E10.
 */
export async function transferStudent({ params, body }: RequestOf<typeof transferContract>, context: CampusContext) {
  const plan = await loadSettlement(context, params.enrollmentId, body.toClassGroupId)
  if (!plan.ok) return plan
  const { differenceMinor } = plan.value.settlement
  if (differenceMinor !== body.differenceMinor) return refuse('amountChanged', { differenceMinor })
  const next = await nextEnrollment(context, plan.value)
  const rest = await agreeOnRest(context, plan.value, { next, body })
  if (!rest.ok) return rest
  return accept(await commitTransfer(context, plan.value, { next, rest: rest.value }))
}
