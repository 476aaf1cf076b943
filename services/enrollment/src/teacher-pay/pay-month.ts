import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import { localDate } from '@tutelage/shared/kernel/instant.ts'
import { addMonths, monthOf } from '@tutelage/shared/kernel/local-date.ts'

/** One teacher's pay of one month of the campus's calendar, `YYYY-MM`. */
export interface PayMonth {
  readonly teacherId: StaffId
  readonly month: string
}

/** A month so many after another, or before it. */
export const monthAfter = (month: string, months = 1): string => monthOf(addMonths(localDate(`${month}-01`), months))

/**
 * The month to which pay for a lesson is posted: that of the lesson, or the first after the closed ones.
 * @param closedThrough the last month that is closed, and with it all before; undefined while none is
 * Rule: E17.
 */
export const postingMonth = (month: string, closedThrough: string | undefined): string =>
  closedThrough !== undefined && month <= closedThrough ? monthAfter(closedThrough) : month

/** What is known when a month is to be closed. */
interface Books {
  /** The month that is now. */
  readonly today: string
  readonly closedThrough: string | undefined
  /** The last month whose base pay was posted. */
  readonly basePostedThrough: string | undefined
}

/**
 * Whether a month may be closed: months are closed in order, the first of them with all before.
 * @returns refuses `monthNotOver`; `alreadyClosed` with the last closed month; `earlierMonthOpen` with the next one; `basePayNotPosted`
 * in the first hours of the next month
 * Rule: E17.
 */
export function checkClosing(
  month: string,
  { today, closedThrough, basePostedThrough }: Books,
): Decision<string, 'monthNotOver' | 'alreadyClosed' | 'earlierMonthOpen' | 'basePayNotPosted'> {
  if (month >= today) return refuse('monthNotOver', { month })
  if (closedThrough !== undefined && month <= closedThrough) return refuse('alreadyClosed', { month: closedThrough })
  const next = closedThrough === undefined ? month : monthAfter(closedThrough)
  if (month !== next) return refuse('earlierMonthOpen', { month: next })
  const isPosted = basePostedThrough !== undefined && month <= basePostedThrough
  return isPosted ? accept(month) : refuse('basePayNotPosted', { month })
}
