import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id, StaffId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays, daysBetween } from '@tutelage/shared/kernel/local-date.ts'

/** Who has a copy at home: a student or somebody of the staff. */
export type Borrower =
  | { readonly kind: 'student'; readonly studentId: StudentId }
  | { readonly kind: 'staff'; readonly staffId: StaffId }

/** A copy that somebody has. Days are those of the campus's calendar. */
export interface Loan {
  readonly loanId: Id<'loan'>
  readonly borrower: Borrower
  readonly lentOn: LocalDate
  /** The last day on which it may come back. */
  readonly dueOn: LocalDate
  readonly renewals: number
  /** The borrower was reminded that `dueOn` has passed. */
  readonly overdueTold: boolean
}

/** One copy of a title; it can be lent when it is available. Rule: E19. */
export type Copy = {
  readonly copyId: Id<'copy'>
  readonly titleId: Id<'title'>
  /** What is printed on it, if anything. */
  readonly barcode?: string | undefined
} & (
  | { readonly status: 'available' }
  | { readonly status: 'lent'; readonly loan: Loan }
  | {
      readonly status: 'withdrawn'
      readonly reason: string
      readonly withdrawnOn: LocalDate
      /** Whose it was then, if anybody's. */
      readonly loan?: EndedLoan | undefined
    }
)

/** For how long a campus lends, and how often again. */
export interface LendingTerms {
  readonly loanDays: number
  readonly mostLoans: number
  readonly mostRenewals: number
}

type Lent = Extract<Copy, { status: 'lent' }>
type Withdrawn = Extract<Copy, { status: 'withdrawn' }>

/** What stands when somebody asks for a copy. */
export interface Wish {
  readonly loanId: Id<'loan'>
  readonly borrower: Borrower
  /** How many copies the borrower has. */
  readonly openLoans: number
  readonly today: LocalDate
}

/**
 * Lends a copy.
 * @returns the copy, lent, or refuses `notAvailable` with its status, `tooManyLoans` with the most that one may have
 * Rule: E19.
 */
export function lend(
  copy: Copy,
  { openLoans, today, ...wish }: Wish,
  { loanDays, mostLoans }: LendingTerms,
): Decision<Lent, 'notAvailable' | 'tooManyLoans'> {
  if (copy.status !== 'available') return refuse('notAvailable', { status: copy.status })
  if (openLoans >= mostLoans) return refuse('tooManyLoans', { mostLoans })
  const loan = { ...wish, lentOn: today, dueOn: addDays(today, loanDays), renewals: 0, overdueTold: false }
  return accept({ ...identity(copy), status: 'lent', loan })
}

/** True when the last day of a loan has passed. Rule: E19. */
export const isOverdue = ({ dueOn }: Pick<Loan, 'dueOn'>, today: LocalDate): boolean => today > dueOn

/**
 * Lends on from today, unless that would end before the loan does.
 * @returns the copy, or refuses `notLent`, `overdue` (it must come back first), `tooManyRenewals` with the most
 * Rule: E19.
 */
export function renew(
  copy: Copy,
  today: LocalDate,
  { loanDays, mostRenewals }: LendingTerms,
): Decision<Lent, 'notLent' | 'overdue' | 'tooManyRenewals'> {
  if (copy.status !== 'lent') return refuse('notLent', { status: copy.status })
  const { loan } = copy
  if (isOverdue(loan, today)) return refuse('overdue', { dueOn: loan.dueOn })
  if (loan.renewals >= mostRenewals) return refuse('tooManyRenewals', { mostRenewals })
  const later = addDays(today, loanDays)
  const dueOn = later > loan.dueOn ? later : loan.dueOn
  return accept({ ...copy, loan: { ...loan, dueOn, renewals: loan.renewals + 1 } })
}

/** What stays known of a loan that is over. */
interface EndedLoan extends Omit<Loan, 'overdueTold'> {
  /** How many days its last day had passed then, ≥ 0. */
  readonly daysLate: number
}

/** A loan that is over, and how it ended: its copy came back, or left the library meanwhile. Rule: E19. */
export type PastLoan = EndedLoan &
  (
    | { readonly status: 'returned'; readonly returnedOn: LocalDate }
    | { readonly status: 'withdrawn'; readonly withdrawnOn: LocalDate; readonly reason: string }
  )
type ReturnedLoan = Extract<PastLoan, { status: 'returned' }>

function endLoan({ overdueTold: _, ...loan }: Loan, today: LocalDate): EndedLoan {
  return { ...loan, daysLate: Math.max(0, daysBetween(loan.dueOn, today)) }
}

/**
 * Takes a copy back.
 * @returns the copy, available, and the loan that is over, or refuses `notLent`
 * Rule: E19.
 */
export function takeBack(
  copy: Copy,
  today: LocalDate,
): Decision<{ readonly copy: Copy; readonly returned: ReturnedLoan }, 'notLent'> {
  if (copy.status !== 'lent') return refuse('notLent', { status: copy.status })
  return accept({
    copy: { ...identity(copy), status: 'available' },
    returned: { ...endLoan(copy.loan, today), status: 'returned', returnedOn: today },
  })
}

/**
 * Takes a copy out of the library: lost, worn, given away. One that was lent is not expected back: its loan ends with it.
 * @returns the copy, with the loan, or refuses `alreadyWithdrawn`
 * Rule: E19.
 */
export function withdraw(copy: Copy, reason: string, today: LocalDate): Decision<Withdrawn, 'alreadyWithdrawn'> {
  if (copy.status === 'withdrawn') return refuse('alreadyWithdrawn', { withdrawnOn: copy.withdrawnOn })
  const loan = copy.status === 'lent' ? { loan: endLoan(copy.loan, today) } : {}
  return accept({ ...identity(copy), status: 'withdrawn', reason, withdrawnOn: today, ...loan })
}

const identity = ({ copyId, titleId, barcode }: Copy) => ({ copyId, titleId, ...(barcode && { barcode }) })
