import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant, LocalDate } from '@tutelage/shared/kernel/instant.ts'

/** Where an application stands. A seat is kept for whoever is admitted until a moment. */
export type ApplicationState =
  | { readonly status: 'applied' | 'waiting' | 'refused' | 'declined' | 'expired' | 'enrolled' }
  | { readonly status: 'admitted'; readonly expiresAt: Instant }

/** A student who wants a seat in an elite class, with the score that speaks for them. Rule: E12. */
export interface Application {
  readonly studentId: StudentId
  readonly gradeId: Id<'grade'>
  /** Of the grade's exam. */
  readonly subject: string
  readonly heldOn: LocalDate
  readonly scoreHundredths: number
  readonly fullMarksHundredths: number
  readonly appliedAt: Instant
  readonly state: ApplicationState
}

/** The higher share of full marks, then who applied earlier, then the id; exact, without a division. */
function compare(a: Application, b: Application): number {
  const difference = b.scoreHundredths * a.fullMarksHundredths - a.scoreHundredths * b.fullMarksHundredths
  if (difference !== 0) return difference
  const [first, second] = [`${a.appliedAt} ${a.studentId}`, `${b.appliedAt} ${b.studentId}`]
  return first < second ? -1 : 1
}

/** Applications by rank. Rule: E12. */
export const ranked = (applications: readonly Application[]): readonly Application[] => [...applications].sort(compare)

/** By rank, those who wait with their place: 1 is the next to be admitted. Rule: E12. */
export function withPositions(applications: readonly Application[]): readonly (Application & { position?: number })[] {
  let position = 0
  return ranked(applications).map((each) => {
    if (each.state.status !== 'waiting') return each
    position += 1
    return { ...each, position }
  })
}

/** How many seats are kept for who was admitted and has not enrolled yet. */
export const seatsKept = (applications: readonly Application[]): number =>
  applications.filter(({ state }) => state.status === 'admitted').length

/** What an admission goes by. */
export interface Terms {
  /** Of the class, that nobody sits on; those that are kept are among them. */
  readonly seatsLeft: number
  readonly minimumPercent: number
  /** Until when a seat is kept that is given now. */
  readonly expiresAt: Instant
}

const reaches = ({ scoreHundredths, fullMarksHundredths }: Application, percent: number): boolean =>
  scoreHundredths * 100 >= percent * fullMarksHundredths

/**
 * Gives the seats that are free to the best of those who wait, and refuses who does not reach the minimum any more: a score may
 * have been corrected.
 * @returns the applications by rank; never more kept seats than there are seats left, unless they were before
 * Rule: E12.
 */
export function fillSeats(applications: readonly Application[], { seatsLeft, minimumPercent, expiresAt }: Terms) {
  let free = seatsLeft - seatsKept(applications)
  return ranked(applications).map((each): Application => {
    if (each.state.status !== 'waiting') return each
    if (!reaches(each, minimumPercent)) return { ...each, state: { status: 'refused' } }
    if (free <= 0) return each
    free -= 1
    return { ...each, state: { status: 'admitted', expiresAt } }
  })
}

/**
 * Runs an admission: who applied and reaches the minimum is admitted by rank, or waits; who does not is refused. Who waited
 * before is ranked among them.
 * Rule: E12.
 */
export const admit = (applications: readonly Application[], terms: Terms) =>
  fillSeats(
    applications.map((each) => (each.state.status === 'applied' ? { ...each, state: { status: 'waiting' } } : each)),
    terms,
  )

/** Ends the seats that nobody took in time. Rule: E12. */
export const expire = (applications: readonly Application[], now: Instant): readonly Application[] =>
  applications.map((each) =>
    each.state.status === 'admitted' && each.state.expiresAt <= now ? { ...each, state: { status: 'expired' } } : each,
  )

const standings: readonly ApplicationState['status'][] = ['enrolled', 'admitted', 'waiting', 'applied']
/** 0 stands best; what has come to nothing stands last. */
function standing({ state: { status } }: Application): number {
  const place = standings.indexOf(status)
  return place === -1 ? standings.length : place
}

/** One application of each student, the one that stands best: two who applied may turn out to be one. Rule: L3, E12. */
export function onePerStudent(applications: readonly Application[]): readonly Application[] {
  const best = new Map<StudentId, Application>()
  for (const each of applications) {
    const known = best.get(each.studentId)
    if (!known || standing(each) < standing(known)) best.set(each.studentId, each)
  }
  return [...best.values()]
}

/** The same applications with one in another state. */
export const withState = (
  applications: readonly Application[],
  studentId: StudentId,
  state: ApplicationState,
): readonly Application[] => applications.map((each) => (each.studentId === studentId ? { ...each, state } : each))
