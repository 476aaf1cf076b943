/** What the shares know of one student. */
export interface PlanStanding {
  /** Enrolled: see `isStillStudent`. */
  readonly isStudent: boolean
  /** Of the plan that is open; 0 for none. */
  readonly years: number
}

/** How many students there are, how many of them on a year plan, and on one of three years or more. Rule: E11. */
export interface ShareCounts {
  readonly students: number
  readonly onPlan: number
  readonly onLongPlan: number
}

/** From so many years on a plan is a long one. Rule: E11 (source). */
const longYears = 3

/** The goals of both shares, in hundredths of a percent. Rule: E11 (source). */
export const goals = { onPlan: 9_000, onLongPlan: 8_000 } as const

export const nobody: PlanStanding = { isStudent: false, years: 0 }

/** For what a student counts. */
export const countsOf = ({ isStudent, years }: PlanStanding): ShareCounts => ({
  students: Number(isStudent || years > 0),
  onPlan: Number(years > 0),
  onLongPlan: Number(years >= longYears),
})

/** What a change of one student adds to the counts. */
export function addedBy(before: PlanStanding, after: PlanStanding): ShareCounts {
  const [a, b] = [countsOf(before), countsOf(after)]
  return { students: b.students - a.students, onPlan: b.onPlan - a.onPlan, onLongPlan: b.onLongPlan - a.onLongPlan }
}

/** A share in hundredths of a percent, rounded down: a goal that is not reached is never shown as reached. */
export const shareOf = (part: number, students: number): number | undefined =>
  students === 0 ? undefined : Math.floor((part * 10_000) / students)
