import { mostAppraisedMonths } from '@tutelage/shared/contracts/enrollment/appraisal-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { type LocalDate, localDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays, addMonths, monthOf } from '@tutelage/shared/kernel/local-date.ts'
import { findTerm } from '../catalogue/catalogue-store.ts'
import { monthAfter } from '../teacher-pay/pay-month.ts'

/** The days of an appraisal, both included. */
export interface AppraisedPeriod {
  readonly from: LocalDate
  readonly to: LocalDate
  readonly termId?: Id<'term'>
}

/** Either a term, or the months from one to another. */
export interface AskedPeriod {
  readonly termId?: Id<'term'> | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** The months that some days touch. */
export function monthsOf({ from, to }: AppraisedPeriod): readonly string[] {
  const months: string[] = []
  for (let month = monthOf(from); month <= monthOf(to); month = monthAfter(month)) months.push(month)
  return months
}

/**
 * The period that was asked for.
 * @returns refuses `badPeriod` when it is not either a term or months, in their order, or longer than a year
 * @throws NotFound of the term
 * Rule: E17.
 */
export async function periodOf(
  context: CampusContext,
  { termId, from, to }: AskedPeriod,
): Promise<Decision<AppraisedPeriod, 'badPeriod'>> {
  const isOneOf = termId === undefined ? from !== undefined && to !== undefined : from === undefined && to === undefined
  if (!isOneOf) return refuse('badPeriod', { most: mostAppraisedMonths })
  const period = termId === undefined ? monthsFrom(from ?? '', to ?? '') : await termOf(context, termId)
  const count = monthsOf(period).length
  return count === 0 || count > mostAppraisedMonths
    ? refuse('badPeriod', { months: count, most: mostAppraisedMonths })
    : accept(period)
}

const monthsFrom = (from: string, to: string): AppraisedPeriod => ({
  from: localDate(`${from}-01`),
  to: addDays(addMonths(localDate(`${to}-01`), 1), -1),
})

async function termOf(context: CampusContext, termId: Id<'term'>): Promise<AppraisedPeriod> {
  const term = await findTerm(context, termId)
  if (!term) throw new NotFound('term')
  return { termId, from: term.startsOn, to: term.endsOn }
}
