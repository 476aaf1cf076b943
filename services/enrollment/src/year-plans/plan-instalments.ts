import type { DunningPolicy, PrepaymentPolicy } from '@tutelage/shared/contracts/enrollment/policies.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays, addMonths } from '@tutelage/shared/kernel/local-date.ts'
import { type AmountMinor, amountMinor } from '@tutelage/shared/kernel/money.ts'
import type { Instalment } from '../tuition/dunning.ts'

/** Some years from a day on, and what they cost. */
interface PricedYears {
  readonly startsOn: LocalDate
  readonly years: number
  readonly priceMinor: AmountMinor
}

/**
 * The parts of a price and their days: as many months each as the campus may charge ahead, from the first day on. Each is rounded
 * down with those before it, so that none pays for more than its months; they add up to the price.
 * Rule: E5, E11.
 */
export function instalmentsOf({ priceMinor, startsOn, years }: PricedYears, mostMonths: number): readonly Instalment[] {
  const months = years * 12
  const parts = Math.ceil(months / mostMonths)
  const paidBy = (part: number): number => Math.floor((priceMinor * Math.min(part * mostMonths, months)) / months)
  return Array.from({ length: parts }, (_, part) => ({
    dueOn: addMonths(startsOn, part * mostMonths),
    amountMinor: amountMinor(paidBy(part + 1) - paidBy(part)),
  }))
}

/** What a campus may charge ahead, and when it reminds. */
interface ChargingAhead {
  readonly prepayment: PrepaymentPolicy
  readonly dunning: Pick<DunningPolicy, 'remindDaysBefore'>
  readonly today: LocalDate
}

/**
 * Whether so much tuition may be taken now: a plan pays for months from its first day on, and so many of them as the campus may charge
 * ahead are taken when the first of them begins; or, as it may then be reminded of, some days before that, though no earlier than
 * anything may be charged.
 * @param receivedMinor with what is to be taken
 * @returns the day until which the plan is paid then, or refuses `prepaymentTooEarly` with the first day, `prepaymentTooManyMonths` with
 * the day until which it would be paid and the first on which that can be taken
 * Rule: E5, E11.
 */
export function checkMonthsAhead(
  { startsOn, years, priceMinor }: PricedYears,
  receivedMinor: number,
  { prepayment: { mostMonths, earliestDaysBefore }, dunning: { remindDaysBefore }, today }: ChargingAhead,
): Decision<LocalDate, 'prepaymentTooEarly' | 'prepaymentTooManyMonths'> {
  const first = addDays(startsOn, -earliestDaysBefore)
  if (today < first) return refuse('prepaymentTooEarly', { earliest: first, earliestDaysBefore, startsOn })
  const months = Math.ceil((years * 12 * receivedMinor) / priceMinor)
  const paidUntil = addMonths(startsOn, months)
  if (months <= mostMonths) return accept(paidUntil)
  const earliest = addDays(addMonths(startsOn, months - mostMonths), -Math.min(remindDaysBefore, earliestDaysBefore))
  return today < earliest ? refuse('prepaymentTooManyMonths', { paidUntil, earliest, mostMonths }) : accept(paidUntil)
}
