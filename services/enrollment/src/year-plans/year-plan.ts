import type { PrepaymentPolicy, YearPlanPolicy } from '@tutelage/shared/contracts/enrollment/policies.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { HouseholdId, Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant, LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays, addMonths } from '@tutelage/shared/kernel/local-date.ts'
import { type AmountMinor, amountMinor } from '@tutelage/shared/kernel/money.ts'
import type { Book } from '@tutelage/shared/ledger/book.ts'
import type { Instalment } from '../tuition/dunning.ts'
import { instalmentsOf } from './plan-instalments.ts'

/** A year's price by the plan and by the list. */
interface YearPrice {
  readonly pricePerYearMinor: AmountMinor
  readonly listPerYearMinor: AmountMinor
}

/** What some years cost; by time, whatever is taught in it. Rule: E11 (source). */
export interface YearPlanQuote extends YearPrice {
  readonly years: number
  readonly startsOn: LocalDate
  /** The last day. */
  readonly endsOn: LocalDate
  readonly priceMinor: AmountMinor
  readonly listMinor: AmountMinor
  readonly depositMinor: AmountMinor
  readonly effectiveFrom: LocalDate
  /** The price that an honorary student keeps. */
  readonly honorary: boolean
  readonly instalments: readonly Instalment[]
}

/** What is to be completed: these courses, or so many of any. */
type AgreedCourses =
  | { readonly kind: 'courses'; readonly courseIds: readonly Id<'course'>[] }
  | { readonly kind: 'count'; readonly count: number }

/** A deposit is held once, and refunded or forfeited once, whole. Rule: E11 (source). */
export type Deposit =
  | { readonly status: 'due' }
  | { readonly status: 'held'; readonly paymentId: Id<'payment'>; readonly heldAt: Instant }
  | {
      readonly status: 'refunded'
      readonly paymentId: Id<'payment'>
      readonly refundId: Id<'refund'>
      readonly refundedAt: Instant
    }
  | { readonly status: 'forfeited'; readonly paymentId: Id<'payment'>; readonly forfeitedAt: Instant }

/** Where a plan stands: it ends by its agreed courses, by the family's leaving, or by its time. */
type YearPlanState =
  | { readonly status: 'active' }
  | { readonly status: 'completed'; readonly completedAt: Instant }
  | { readonly status: 'left'; readonly leftAt: Instant; readonly reason: string }
  | { readonly status: 'expired'; readonly expiredAt: Instant }

/** A course that was completed under a plan. */
interface CompletedCourse {
  readonly enrollmentId: Id<'enrollment'>
  readonly courseId: Id<'course'>
  readonly completedAt: Instant
}

/** A plan as it was signed, its progress and its money. Rule: E11. */
export interface YearPlan extends Omit<YearPlanQuote, 'effectiveFrom' | 'honorary'> {
  readonly yearPlanId: Id<'yearPlan'>
  readonly studentId: StudentId
  readonly householdId: HouseholdId
  readonly currency: string
  readonly signedOn: LocalDate
  readonly agreed: AgreedCourses
  readonly completed: readonly CompletedCourse[]
  readonly enrollmentIds: readonly Id<'enrollment'>[]
  /** Tuition of all payments, refunds not taken off; without the deposit. */
  readonly receivedMinor: AmountMinor
  readonly deposit: Deposit
  readonly state: YearPlanState
  /** How often its lessons were counted as income. */
  readonly settlements: number
  readonly book: Book
}

/** What is asked for: how many years from when, on which day, by whom. */
export interface YearPlanWish {
  readonly years: number
  readonly startsOn: LocalDate
  readonly on: LocalDate
  /** The six-year price that an honorary student keeps. */
  readonly kept?: YearPrice | undefined
}

/**
 * What some years cost: by the offer for so many years that holds on the day, or at the price that an honorary student keeps.
 * @returns the quote, or refuses `noOffer` before the first offer for so many years
 * Rule: E11.
 */
export function quoteYearPlanBy(
  { offers }: YearPlanPolicy,
  { mostMonths }: Pick<PrepaymentPolicy, 'mostMonths'>,
  { years, startsOn, on, kept }: YearPlanWish,
): Decision<YearPlanQuote, 'noOffer'> {
  const [offer] = offers
    .filter((one) => one.years === years && one.effectiveFrom <= on)
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))
  if (!offer) return refuse('noOffer', { years, on })
  const honorary = kept !== undefined && kept.pricePerYearMinor < offer.pricePerYearMinor
  const perYear = honorary ? kept.pricePerYearMinor : offer.pricePerYearMinor
  const priceMinor = amountMinor(perYear * years)
  return accept({
    years,
    startsOn,
    endsOn: addDays(addMonths(startsOn, years * 12), -1),
    pricePerYearMinor: perYear,
    listPerYearMinor: offer.listPerYearMinor,
    priceMinor,
    listMinor: amountMinor(offer.listPerYearMinor * years),
    depositMinor: offer.depositMinor,
    effectiveFrom: offer.effectiveFrom,
    honorary,
    instalments: instalmentsOf({ priceMinor, startsOn, years }, mostMonths),
  })
}

/**
 * Whether any day of a class lies in a plan's time: it pays for that, and for nothing outside of it.
 * @param startsOn the first day of the class that is still to come; of a class that straddles the plan's end all lessons are the plan's
 * Rule: E11 (source).
 */
export const isWithin = (
  plan: Pick<YearPlan, 'startsOn' | 'endsOn'>,
  { startsOn, endsOn }: { readonly startsOn: LocalDate; readonly endsOn: LocalDate | undefined },
): boolean => startsOn <= plan.endsOn && (endsOn === undefined || endsOn >= plan.startsOn)

/** Whether all that was agreed on is completed; a course that was taken twice counts once among named ones. Rule: E11. */
export function isFulfilled({ agreed, completed }: Pick<YearPlan, 'agreed' | 'completed'>): boolean {
  if (agreed.kind === 'count') return completed.length >= agreed.count
  return agreed.courseIds.every((courseId) => completed.some((one) => one.courseId === courseId))
}

/** How many years make an honorary student. Rule: E11 (source). */
const honoraryYears = 6

/**
 * From which day on who completed a plan is an honorary student: when six years of it have passed, however early its courses were completed;
 * undefined of a shorter plan.
 * Rule: E11 (source).
 */
export const honoraryOn = ({ years, endsOn }: Pick<YearPlan, 'years' | 'endsOn'>): LocalDate | undefined =>
  years >= honoraryYears ? addDays(endsOn, 1) : undefined

/** The day on which a plan that is not completed has run out. Rule: E11. */
export const expiresOn = ({ endsOn }: Pick<YearPlan, 'endsOn'>, graceDays: number): LocalDate =>
  addDays(endsOn, graceDays + 1)

/** When an open plan is looked at next: each month of it, and when it runs out. */
function nextMonthOrEnd(plan: Pick<YearPlan, 'startsOn' | 'endsOn'>, today: LocalDate, graceDays: number): LocalDate {
  const last = expiresOn(plan, graceDays)
  for (let month = 1; ; month += 1) {
    const day = addMonths(plan.startsOn, month)
    if (day >= last) return last
    if (day > today) return day
  }
}

/** When a plan is looked at next; a completed one when it makes an honorary student. */
export function nextLookOn(plan: YearPlan, today: LocalDate, graceDays: number): LocalDate | undefined {
  if (plan.state.status === 'active') return nextMonthOrEnd(plan, today, graceDays)
  const on = plan.state.status === 'completed' ? honoraryOn(plan) : undefined
  return on && on > today ? on : undefined
}
