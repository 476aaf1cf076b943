import type { EventOf, NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type {
  AttendanceStatus,
  attendanceCorrected,
  lessonAttended,
  studentEnrolled,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { type Acceptance, accept } from '@tutelage/shared/kernel/decision.ts'
import { NotYet } from '@tutelage/shared/kernel/failures.ts'
import { type Reward, rewardPoints, takeBackReward } from '../points/reward-points.ts'
import { albumWrites, type CardAlbum, completionTold, newCard, readAlbum, stampTold } from './card-album.ts'
import {
  completedCard,
  hasLessonStamp,
  isLastStep,
  type ProgressCard,
  stampedCard,
  stamps,
  unstampedCard,
} from './progress-card.ts'
import { progressCardRules } from './progress-card-policy.ts'
import { readLesson, writeLesson } from './progress-card-store.ts'

interface AlbumChange {
  readonly writes: readonly Write[]
  readonly events: readonly NewEvent[]
}

type Marked = EventOf<typeof lessonAttended> | EventOf<typeof attendanceCorrected>

/** A student's first enrollment issues the first card, unless a lesson was heard of before. Rule: Y9. */
export async function issueCard(event: EventOf<typeof studentEnrolled>, context: CampusContext) {
  const album = await readAlbum(context, event.data)
  if (album.pointer) return accept(null)
  const card = newCard(context, album, { number: 1, terms: await progressCardRules.load(context) })
  return accept(
    await context.commit({
      writes: albumWrites(context, album, { cards: [card], current: 1 }),
      events: [stampTold(context, album, card, { cause: 'issued' })],
      answer: null,
    }),
  )
}

/** A lesson that was attended stamps the card, once. Rule: Y9. */
export const stampLesson = (event: EventOf<typeof lessonAttended>, context: CampusContext) =>
  marked(event, event.data.status, context)

/**
 * A corrected mark stamps the card or takes the stamp back. A card that was complete only by that lesson is open again,
 * its reward taken back and the next card withdrawn, so that the cards always say how many lessons were attended.
 * Rule: Y9.
 */
export const restampLesson = (event: EventOf<typeof attendanceCorrected>, context: CampusContext) =>
  marked(event, event.data.after, context)

async function marked(event: Marked, status: AttendanceStatus, context: CampusContext): Promise<Acceptance<null>> {
  const { studentId, lessonId } = event.data
  const markVersion = event.meta.aggregateVersion
  const stored = await readLesson(context, studentId, lessonId)
  if (stored && stored.value.markVersion >= markVersion) return accept(null)
  const lesson = { stamps: stamps(status), markVersion }
  const was = stored?.value.stamps ?? false
  const album = lesson.stamps === was ? undefined : await readAlbum(context, event.data)
  const change = album && (lesson.stamps ? await added(event, album, context) : await taken(event, album, context))
  return accept(
    await context.commit({
      writes: [writeLesson(context, { studentId, lessonId }, lesson, stored?.version ?? 0), ...(change?.writes ?? [])],
      events: change?.events ?? [],
      answer: null,
    }),
  )
}

const rewardOf = (event: Marked, { progressCardId }: ProgressCard): Reward => ({
  householdId: event.data.householdId,
  progressCardId,
  causationId: event.meta.eventId,
})

async function added(event: Marked, album: CardAlbum, context: CampusContext): Promise<AlbumChange> {
  const terms = await progressCardRules.load(context)
  const card = album.current?.value ?? newCard(context, album, { number: 1, terms })
  const issued = album.current ? [] : [stampTold(context, album, card, { cause: 'issued' })]
  if (isLastStep(card)) return completed(event, { album, card, issued }, context)
  const stamped = stampedCard(card)
  return {
    writes: albumWrites(context, album, { cards: [stamped], current: card.number }),
    events: [...issued, stampTold(context, album, stamped, causeOf(event))],
  }
}

const causeOf = ({ name, data }: Marked) => ({
  cause: name === 'AttendanceCorrected' ? ('corrected' as const) : ('attended' as const),
  lessonId: data.lessonId,
})

async function completed(
  event: Marked,
  { album, card, issued }: { readonly album: CardAlbum; readonly card: ProgressCard; readonly issued: NewEvent[] },
  context: CampusContext,
): Promise<AlbumChange> {
  const grant = { points: card.rewardPoints, completions: card.completions + 1 }
  const reward = await rewardPoints(context, rewardOf(event, card), grant)
  const { householdId } = event.data
  const done = completedCard(card, context.now, reward.entryId && { entryId: reward.entryId, householdId })
  const terms = await progressCardRules.load(context)
  const next = newCard(context, album, { number: card.number + 1, terms })
  return {
    writes: [...albumWrites(context, album, { cards: [done, next], current: next.number }), ...reward.writes],
    events: [
      ...issued,
      stampTold(context, album, done, causeOf(event)),
      completionTold(context, album, done),
      ...reward.events,
      stampTold(context, album, next, { cause: 'issued' }),
    ],
  }
}

/** A rival took the stamp between our reads of the lesson and of the cards: they are of no one moment, and come again. */
const momentOfCards = 'reads of the lesson and its cards at one moment'

async function taken(event: Marked, album: CardAlbum, context: CampusContext): Promise<AlbumChange> {
  const current = album.current?.value
  if (!current) throw new NotYet(momentOfCards)
  if (hasLessonStamp(current)) {
    const card = unstampedCard(current)
    return {
      writes: albumWrites(context, album, { cards: [card], current: card.number }),
      events: [stampTold(context, album, card, causeOf(event))],
    }
  }
  return reopened(event, { album, current }, context)
}

async function reopened(
  event: Marked,
  { album, current }: { readonly album: CardAlbum; readonly current: ProgressCard },
  context: CampusContext,
): Promise<AlbumChange> {
  const before = album.before?.value
  if (before?.state.status !== 'completed') throw new NotYet(momentOfCards)
  const reward = before.state.reward && (await takeBackReward(context, rewardOf(event, before), before.state.reward))
  const card = unstampedCard(before)
  const withdrawn: ProgressCard = { ...current, state: { status: 'withdrawn' } }
  return {
    writes: [
      ...albumWrites(context, album, { cards: [card, withdrawn], current: card.number }),
      ...(reward?.writes ?? []),
    ],
    events: [stampTold(context, album, card, causeOf(event)), ...(reward?.events ?? [])],
  }
}
