import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'

/** How many days a capacity counts: today and the 29 before. */
const windowDays = 30

/** What a consultant has taken so far. `version` 0 means nothing yet. Rule: L5. */
export interface Load {
  readonly staffId: StaffId
  /** The place in the campus's round at which they took a lead last; 0 for never. */
  readonly lastTurn: number
  /** Leads taken, by local day of the campus; days that no capacity counts any more are dropped. */
  readonly taken: Readonly<Record<string, number>>
  readonly version: number
}

/** A consultant as the rota sees them. */
export interface Candidate {
  readonly load: Load
  /** Leads in 30 days. */
  readonly capacityPer30Days: number
  readonly onLeave: boolean
  readonly optedOut: boolean
}

const isCounted = (day: string, today: LocalDate): boolean => day > addDays(today, -windowDays) && day <= today

/** Leads taken today and in the 29 days before, by the campus's calendar. Rule: L5. */
export const takenIn30Days = (load: Load, today: LocalDate): number =>
  Object.entries(load.taken).reduce((sum, [day, count]) => (isCounted(day, today) ? sum + count : sum), 0)

/** True unless on leave, opted out, or full. Rule: L5. */
export const canTake = ({ load, capacityPer30Days, onLeave, optedOut }: Candidate, today: LocalDate): boolean =>
  !onLeave && !optedOut && takenIn30Days(load, today) < capacityPer30Days

/**
 * Whose turn it is: of those who can take a lead, the one whose last turn is longest ago.
 * @returns undefined when nobody can
 * Rule: L5.
 */
export function nextInRound(candidates: readonly Candidate[], today: LocalDate): Load | undefined {
  const able = candidates.filter((candidate) => canTake(candidate, today)).map(({ load }) => load)
  return able.reduce<Load | undefined>((first, load) => (first && isEarlier(first, load) ? first : load), undefined)
}

const isEarlier = (a: Load, b: Load): boolean =>
  a.lastTurn === b.lastTurn ? a.staffId < b.staffId : a.lastTurn < b.lastTurn

/** The place that comes after every turn taken so far. */
export const nextTurn = (loads: readonly Load[]): number => 1 + Math.max(0, ...loads.map(({ lastTurn }) => lastTurn))

/**
 * A consultant's load after taking one more lead.
 * @param turn see `nextTurn`
 * Rule: L5.
 */
export function afterTaking(load: Load, turn: number, today: LocalDate): Load {
  const counted = Object.entries(load.taken).filter(([day]) => isCounted(day, today))
  return {
    ...load,
    lastTurn: turn,
    taken: { ...Object.fromEntries(counted), [today]: (load.taken[today] ?? 0) + 1 },
  }
}
