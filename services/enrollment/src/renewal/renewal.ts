import type { RenewalPolicy } from '@tutelage/shared/contracts/enrollment/policies.ts'
import type { HouseholdId, Id, StaffId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant, LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import { multiplyRatio } from '@tutelage/shared/kernel/money.ts'

/** A renewal that a refund undid. */
interface UndoneByRefund {
  readonly refundedOn: LocalDate
  readonly enrollmentId: Id<'enrollment'>
}

/** Where a student's renewal stands. Rule: E14. */
type RenewalOutcome =
  | { readonly status: 'open'; readonly refunded?: UndoneByRefund | undefined }
  | { readonly status: 'renewed'; readonly renewedOn: LocalDate; readonly enrollmentId: Id<'enrollment'> }
  | { readonly status: 'lapsed'; readonly lapsedAt: Instant; readonly refunded?: UndoneByRefund | undefined }
  | { readonly status: 'naturalEnd'; readonly endedAt: Instant }

/** A student who was in a class on its census date. */
export interface CountedStudent {
  readonly termId: Id<'term'>
  readonly termEndsOn: LocalDate
  readonly cutOffOn: LocalDate
  readonly classGroupId: Id<'classGroup'>
  readonly courseId: Id<'course'>
  readonly teacherId: StaffId
  readonly studentId: StudentId
  readonly householdId: HouseholdId
  /** Transfers are followed. */
  readonly enrollmentId: Id<'enrollment'>
  readonly learningManagerId?: StaffId | undefined
  readonly outcome: RenewalOutcome
  readonly promotion?: { readonly promotedAt: Instant; readonly enrollmentId: Id<'enrollment'> } | undefined
  /** Events are told once for a student and term. */
  readonly renewalTold: boolean
  readonly lapseTold: boolean
}

/** What a term's census and cut-off are. */
export interface CensusDates {
  readonly censusOn: LocalDate
  readonly cutOffOn: LocalDate
}

/** A term that is to be counted. */
export interface CountedTerm extends CensusDates {
  readonly termId: Id<'term'>
  readonly endsOn: LocalDate
}

/** The days of a term on which its students are counted, and by which they have to have paid for a later one. Rule: E14. */
export const datesOf = (
  { endsOn }: { readonly endsOn: LocalDate },
  { censusWeeksBeforeEnd, cutOffDaysAfterEnd }: RenewalPolicy,
): CensusDates => ({
  censusOn: addDays(endsOn, -7 * censusWeeksBeforeEnd),
  cutOffOn: addDays(endsOn, cutOffDaysAfterEnd),
})

/** How many students were counted, and what became of them. */
export interface Tally {
  readonly counted: number
  readonly renewed: number
  readonly lapsed: number
  readonly naturalEnds: number
  readonly promoted: number
}

const tallyNames = { renewed: 'renewed', lapsed: 'lapsed', naturalEnd: 'naturalEnds', open: undefined } as const

/** What one student adds to a tally. */
export function tallyOf({ outcome, promotion }: Pick<CountedStudent, 'outcome' | 'promotion'>): Tally {
  const name = tallyNames[outcome.status]
  // Who ended naturally is in neither part of a rate.
  const promoted = promotion && outcome.status !== 'naturalEnd' ? 1 : 0
  const none = { counted: 1, renewed: 0, lapsed: 0, naturalEnds: 0, promoted }
  return name ? { ...none, [name]: 1 } : none
}

/** One tally more, or less, another. */
export const addTally = (a: Tally, b: Tally, sign: 1 | -1 = 1): Tally => ({
  counted: a.counted + sign * b.counted,
  renewed: a.renewed + sign * b.renewed,
  lapsed: a.lapsed + sign * b.lapsed,
  naturalEnds: a.naturalEnds + sign * b.naturalEnds,
  promoted: a.promoted + sign * b.promoted,
})

export const emptyTally: Tally = { counted: 0, renewed: 0, lapsed: 0, naturalEnds: 0, promoted: 0 }

/**
 * The one formula: the share of the students counted, without those whose end was natural, in hundredths of a percent, half to even.
 * @returns undefined when nobody is left to count
 * Rule: E10, E14.
 */
export function rateOf({ counted, naturalEnds }: Tally, share: number): number | undefined {
  const whole = counted - naturalEnds
  return whole > 0 ? multiplyRatio(10_000, share, whole) : undefined
}
