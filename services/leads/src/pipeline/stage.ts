import type { Stage } from '@tutelage/shared/contracts/leads/lead-fields.ts'
import { assertNever } from '@tutelage/shared/kernel/assert-never.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { daysBetween } from '@tutelage/shared/kernel/local-date.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'

/** When a lead came to a stage. Rule: L7. */
export interface StageEntry {
  readonly stage: Stage
  readonly enteredAt: Instant
}

/** What happened to a lead, apart from what staff decide about it. */
export type Fact = 'reached' | 'enquiredAgain' | 'trialBooked' | 'trialAttended' | 'trialMissed' | 'enrolled'

/** Where staff may move a lead. Trials and enrollment move it by themselves; what is won stays won. Rule: L7. */
const byStaff: Readonly<Record<Stage, readonly Stage[]>> = {
  new: ['contacted', 'negotiating', 'lost'],
  contacted: ['negotiating', 'lost'],
  trialBooked: ['contacted', 'negotiating', 'lost'],
  trialAttended: ['contacted', 'negotiating', 'lost'],
  negotiating: ['contacted', 'lost'],
  won: [],
  // Reopening.
  lost: ['contacted'],
}

/** How far a deal has come; `lost` counts least, for a merge. */
const rank: readonly Stage[] = ['lost', 'new', 'contacted', 'trialBooked', 'trialAttended', 'negotiating', 'won']

/** True when staff may move a lead so. Rule: L7. */
export const mayMove = (from: Stage, to: Stage): boolean => byStaff[from].includes(to)

/** Won or lost: nobody works on the deal any more. */
export const isClosed = (stage: Stage): boolean => stage === 'won' || stage === 'lost'

/** Of two records of one deal, the stage that counts: the further one. Rule: L3, L7. */
export const furtherStage = (a: Stage, b: Stage): Stage => (rank.indexOf(a) >= rank.indexOf(b) ? a : b)

/**
 * Where a lead stands after something happened. An enrollment wins it from any stage, so that nothing depends on which
 * is heard of first; a new inquiry reopens what was lost; what has come further does not go back by another trial, and
 * only a missed first trial sets a lead back, to be contacted again.
 * Rule: L7.
 */
export function stageAfter(stage: Stage, fact: Fact): Stage {
  switch (fact) {
    case 'reached':
      return stage === 'new' ? 'contacted' : stage
    case 'enquiredAgain':
      return stage === 'lost' ? 'new' : stage
    case 'trialBooked':
      return isClosed(stage) ? stage : furtherStage(stage, 'trialBooked')
    case 'trialAttended':
      return isClosed(stage) || stage === 'negotiating' ? stage : 'trialAttended'
    case 'trialMissed':
      return stage === 'trialBooked' ? 'contacted' : stage
    case 'enrolled':
      return 'won'
    default:
      return assertNever(fact)
  }
}

/**
 * Whole local days spent in each stage until now; a stage that was entered twice has the sum of both. They add up to
 * the days since the first entry.
 * @param stages oldest first
 * Rule: L7.
 */
export function daysInStages(stages: readonly StageEntry[], now: Instant, timeZone: string) {
  const days: Partial<Record<Stage, number>> = {}
  for (const [at, { stage, enteredAt }] of stages.entries()) {
    const leftAt = stages[at + 1]?.enteredAt ?? now
    const spent = daysBetween(localDateOf(enteredAt, timeZone), localDateOf(leftAt, timeZone))
    // A clock that stepped back between two entries took no days from the stage.
    days[stage] = (days[stage] ?? 0) + Math.max(0, spent)
  }
  return days
}
