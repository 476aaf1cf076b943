import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { AppliedRule } from '@tutelage/shared/contracts/enrollment/price-fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { loadClassGroup } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import type { Enrollment } from '../enrolling/enrollment.ts'
import { endedAt } from '../enrolling/enrollment-state.ts'
import { loadEnrollment } from '../enrolling/enrollment-store.ts'
import { checkCharge } from '../enrolling/load-charge.ts'
import { loadPriceTerms } from '../enrolling/load-price-terms.ts'
import { takePlace } from '../enrolling/take-place.ts'
import { quoteTuitionBy } from '../enrolling/tuition-quote.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { loadAccount } from '../lesson-hours/hours-account-store.ts'
import { usedOnCredit } from '../lesson-hours/purchase.ts'
import { loadStudent } from '../students/student-store.ts'
import { hoursToMove, type Settlement, settle } from './settlement.ts'

/** A change of class that may happen now: from where to where, with what, and the seat that it takes. */
export interface TransferPlan {
  readonly enrollment: Enrollment
  readonly account: Stored<HoursAccount>
  readonly from: ClassGroup
  readonly to: ClassGroup
  readonly settlement: Settlement
  /** What makes the price of all hours, and of those that are still to be paid. */
  readonly rules: readonly AppliedRule[]
  readonly rulesOfRest: readonly AppliedRule[]
  /** What takes the seat in the new class. */
  readonly place: readonly Write[]
}

type Moving = Pick<TransferPlan, 'enrollment' | 'account' | 'from' | 'to'>

/** The hours and their price in the new class: as agreed when it teaches the same course, else by the list and rules of today. */
async function priceInNewClass(context: CampusContext, { enrollment, account, from, to }: Moving) {
  const all = hoursToMove(account.value)
  if (all === 0 || from.courseId === to.courseId) return accept(undefined)
  const { timeZone } = await loadCampus(context)
  const student = await loadStudent(context, enrollment.studentId)
  const on = localDateOf(context.now, timeZone)
  return quoteTuitionBy(await loadPriceTerms(context, { classGroup: to, on, student }), all)
}

const changed = (rule: AppliedRule['rule'], amount: number): readonly AppliedRule[] =>
  amount === 0 ? [] : [{ rule, amountMinor: amount }]

async function settleNow(context: CampusContext, moving: Moving) {
  const quote = await priceInNewClass(context, moving)
  if (!quote.ok) return quote
  const settled = settle(moving.account.value, quote.value?.priceMinor)
  if (!settled.ok) return settled
  const settlement = settled.value
  const asAgreed: AppliedRule = { rule: 'agreedBeforeTransfer', amountMinor: settlement.priceMinor }
  const used = changed('usedBeforeTransfer', usedOnCredit(moving.account.value).amountMinor)
  const rules = quote.value ? [...quote.value.rules, ...used] : [asAgreed]
  const rest = changed('prepaidBeforeTransfer', -settlement.prepaidMinor)
  return accept({ settlement, rules, rulesOfRest: [...rules, ...rest] })
}

/** Whether the campus may charge ahead what the new class costs more; a change that charges nothing more may always be. Rule: E5. */
async function checkMore(context: CampusContext, classGroup: ClassGroup, settlement: Settlement) {
  const { differenceMinor, openCentihours, toPayCentihours, owedCentihours } = settlement
  const centihours = openCentihours + toPayCentihours - owedCentihours
  return differenceMinor > 0 ? checkCharge(context, { classGroup, centihours }) : accept(null)
}

/** Whether the student may sit in the new class: as who enrolls there, but for the lessons of the class that is left. */
async function checkNewClass(context: CampusContext, { enrollment, account, from, to }: Moving) {
  const { state } = account.value
  if (endedAt(state)) return refuse('alreadyEnded', { status: state.status })
  if (enrollment.yearPlanId) return refuse('ofYearPlan', { yearPlanId: enrollment.yearPlanId })
  if (from.classGroupId === to.classGroupId) return refuse('sameClass', { classGroupId: to.classGroupId })
  const { studentId } = enrollment
  return takePlace(context, { classGroup: to, studentId, horizon: from.horizon, leaving: from.classGroupId })
}

/**
 * What a change to another class takes along and costs now, and the seat that it takes.
 * @returns the plan, or refuses `alreadyEnded`, `ofYearPlan` for a class that a year plan opens, `sameClass`,
 * as `takePlace`, `noListPrice`, `nothingToPay` (see `quoteTuitionBy`),
 * `opensNoHours` (see `settle`), and a difference beyond the prepayment policy (see `checkPrepayment`)
 * @throws NotFound of the enrollment or class group
 * Rule: E1, E2, E3, E5, E10.
 */
export async function loadSettlement(
  context: CampusContext,
  enrollmentId: Id<'enrollment'>,
  toClassGroupId: Id<'classGroup'>,
) {
  const [enrollment, account] = await Promise.all([
    loadEnrollment(context, enrollmentId),
    loadAccount(context, enrollmentId),
  ])
  const [from, to] = await Promise.all([
    loadClassGroup(context, enrollment.classGroupId),
    loadClassGroup(context, toClassGroupId),
  ])
  const moving = { enrollment, account, from, to }
  const place = await checkNewClass(context, moving)
  if (!place.ok) return place
  const settled = await settleNow(context, moving)
  if (!settled.ok) return settled
  const prepayment = await checkMore(context, to, settled.value.settlement)
  if (!prepayment.ok) return prepayment
  return accept<TransferPlan>({ ...moving, ...settled.value, place: place.value })
}
