import { type EventContract, happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { progressCardCompleted, progressCardStamped } from '@tutelage/shared/contracts/loyalty/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { derivedId } from '@tutelage/shared/data/derived-id.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { HouseholdId, Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import { memberIdOf } from '../membership/member-id.ts'
import { type CardTerms, issuedCard, type ProgressCard } from './progress-card.ts'
import { readCards, readCurrent, writeCard, writeCurrent } from './progress-card-store.ts'

/** Whose cards. */
export interface CardOwner {
  readonly studentId: StudentId
  readonly householdId: HouseholdId
}

/** A student's current card with its neighbours, as they were read. */
export interface CardAlbum extends CardOwner {
  readonly pointer: Stored<{ readonly number: number }> | undefined
  readonly before: Stored<ProgressCard> | undefined
  readonly current: Stored<ProgressCard> | undefined
  /** Only there when it was withdrawn. */
  readonly next: Stored<ProgressCard> | undefined
}

/** Why the stamps of a card changed. */
export type StampCause =
  | { readonly cause: 'issued' }
  | { readonly cause: 'attended' | 'corrected'; readonly lessonId: Id<'lesson'> }

async function readOnce(context: CampusContext, { studentId, householdId }: CardOwner): Promise<CardAlbum> {
  const pointer = await readCurrent(context, studentId)
  const at = pointer?.value.number ?? 0
  const [before, current, next] = await readCards(context, studentId, [at - 1, at, at + 1])
  return { studentId, householdId, pointer, before, current, next }
}

/** The student's cards; read again when the current one was completed or withdrawn between the two reads. */
export async function readAlbum(context: CampusContext, owner: CardOwner): Promise<CardAlbum> {
  const album = await readOnce(context, owner)
  return !album.current || album.current.value.state.status === 'open' ? album : readOnce(context, owner)
}

/** The card of a number as it is issued now; it may have been issued before and withdrawn. */
export function newCard(
  context: CampusContext,
  album: CardAlbum,
  { number, terms }: { readonly number: number; readonly terms: CardTerms },
): ProgressCard {
  const progressCardId = derivedId('progressCard', context.campus.campusId, album.studentId, number)
  const completions = album.next?.value.number === number ? album.next.value.completions : 0
  return { ...issuedCard(terms, { progressCardId, number, issuedAt: context.now }), completions }
}

const versionOf = (album: CardAlbum, { number }: ProgressCard): number =>
  [album.before, album.current, album.next].find((stored) => stored?.value.number === number)?.version ?? 0

/** Writes of the cards that changed and, when it moves, of which is the current one. */
export function albumWrites(
  context: CampusContext,
  album: CardAlbum,
  changed: { readonly cards: readonly ProgressCard[]; readonly current: number },
): Write[] {
  const { studentId, pointer } = album
  const moves = pointer?.value.number !== changed.current
  return [
    ...changed.cards.map((card) => writeCard(context, studentId, card, versionOf(album, card))),
    ...(moves ? [writeCurrent(context, studentId, changed.current, pointer?.version ?? 0)] : []),
  ]
}

function occurrenceOf(context: CampusContext, album: CardAlbum, card: ProgressCard) {
  const { campusId } = context.campus
  return { campusId, aggregateId: card.progressCardId, aggregateVersion: versionOf(album, card) + 1 }
}

const factsOf = (context: CampusContext, { studentId, householdId }: CardOwner, card: ProgressCard) => ({
  memberId: memberIdOf(context.campus.campusId, householdId),
  householdId,
  studentId,
  progressCardId: card.progressCardId,
  steps: card.steps,
  stamped: card.stamped,
})

/** Tells how many steps of a card are stamped now, and why. */
export const stampTold = (context: CampusContext, album: CardAlbum, card: ProgressCard, why: StampCause): NewEvent =>
  happened(progressCardStamped, occurrenceOf(context, album, card), { ...factsOf(context, album, card), ...why })

export const completionTold = (context: CampusContext, album: CardAlbum, card: ProgressCard): NewEvent =>
  happened(progressCardCompleted, occurrenceOf(context, album, card), factsOf(context, album, card))

/** What the cards' changes tell. */
export const cardEvents: readonly EventContract[] = [progressCardStamped, progressCardCompleted]
