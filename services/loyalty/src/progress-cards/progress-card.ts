import type { AttendanceStatus } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { HouseholdId, Id } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'

/** What a card is like; fixed when it is issued. */
export interface CardTerms {
  readonly steps: number
  /** Stamped on issue, so that a family has begun already (endowed progress). */
  readonly stampedOnIssue: number
  readonly rewardPoints: number
}

/** What a complete card earned; a card that earns nothing has none. */
export interface CardReward {
  /** The entry that granted it. */
  readonly entryId: Id<'entry'>
  /** Whose points they are: the household of the lesson that completed it, whatever household the student has since. */
  readonly householdId: HouseholdId
}

/** A card of a student. Its stamps are those on issue and one for each lesson. */
export interface ProgressCard extends CardTerms {
  readonly progressCardId: Id<'progressCard'>
  /** 1 for the first card of the student. */
  readonly number: number
  readonly stamped: number
  readonly issuedAt: Instant
  readonly state:
    | { readonly status: 'open' }
    /** It was issued when the card before it was completed, and that card is open again. */
    | { readonly status: 'withdrawn' }
    | {
        readonly status: 'completed'
        readonly completedAt: Instant
        readonly reward?: CardReward | undefined
      }
  /** How often it was completed: a correction may open it again. */
  readonly completions: number
}

/** True when a student in this status was in the lesson, so that it stamps the card. */
export const stamps = (status: AttendanceStatus): boolean =>
  status === 'attended' || status === 'late' || status === 'makeUp'

/**
 * A card as it is issued, some of it stamped.
 * Rule: Y9.
 */
export const issuedCard = (
  terms: CardTerms,
  card: Pick<ProgressCard, 'progressCardId' | 'number' | 'issuedAt'>,
): ProgressCard => ({ ...terms, ...card, stamped: terms.stampedOnIssue, state: { status: 'open' }, completions: 0 })

/** True when one more stamp completes the card. */
export const isLastStep = ({ steps, stamped }: ProgressCard): boolean => stamped + 1 === steps

/** The card with one more lesson. @throws Error when it is not open: a defect */
export function stampedCard(card: ProgressCard): ProgressCard {
  if (card.state.status !== 'open') throw new Error(`${card.progressCardId} is not open`)
  return { ...card, stamped: card.stamped + 1 }
}

/** The card with its last step, complete. */
export const completedCard = (
  card: ProgressCard,
  completedAt: Instant,
  reward: CardReward | undefined,
): ProgressCard => ({
  ...stampedCard(card),
  completions: card.completions + 1,
  state: { status: 'completed', completedAt, ...(reward && { reward }) },
})

/** True when a lesson stamped the card, so that a correction can take a stamp back from it. */
export const hasLessonStamp = ({ stamped, stampedOnIssue }: ProgressCard): boolean => stamped > stampedOnIssue

/**
 * The card with one lesson less; a complete one is open again.
 * @throws Error when no lesson stamped it: a defect
 * Rule: Y9.
 */
export function unstampedCard(card: ProgressCard): ProgressCard {
  if (!hasLessonStamp(card)) throw new Error(`${card.progressCardId} has no lesson's stamp`)
  return { ...card, stamped: card.stamped - 1, state: { status: 'open' } }
}
