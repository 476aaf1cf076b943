import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { pointsEarned, pointsReversed } from '@tutelage/shared/contracts/loyalty/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { HouseholdId, Id } from '@tutelage/shared/kernel/ids.ts'
import { points } from '@tutelage/shared/kernel/points.ts'
import type { LedgerEntry } from '@tutelage/shared/ledger/entry.ts'
import { memberIdOf } from '../membership/member-id.ts'
import { pointsOccurrence, pointsPoster } from './points-events.ts'
import { grantedBy, grantPoints, owedPoints, type Posted, repayDebt, takeBackGrant } from './points-ledger.ts'
import { pointsRules } from './points-policy.ts'
import { type PointsBook, readPointsBook, readPointsEntries, writePoints } from './points-store.ts'
import { pointsTerm } from './points-term.ts'

/** A change of a member's points, to be committed with what caused it. */
export interface RewardChange {
  readonly writes: readonly Write[]
  readonly events: readonly NewEvent[]
}

/** Whose reward, for what, and because of which event. */
export interface Reward {
  readonly householdId: HouseholdId
  readonly progressCardId: Id<'progressCard'>
  readonly causationId: string
}

const nothing: RewardChange = { writes: [], events: [] }

const accountOf = (context: CampusContext, { householdId }: Pick<Reward, 'householdId'>): Promise<PointsBook> =>
  readPointsBook(context, { householdId, memberId: memberIdOf(context.campus.campusId, householdId) })

/**
 * Grants the points of a completed progress card, to be spent at once: no refund is awaited.
 * @param grant how many, and how often the card was completed
 * @returns the change and the entry; no entry when the card earns nothing
 * Rule: Y4, Y9.
 */
export async function rewardPoints(
  context: CampusContext,
  reward: Reward,
  grant: { readonly points: number; readonly completions: number },
): Promise<RewardChange & { readonly entryId?: Id<'entry'> }> {
  if (grant.points === 0) return nothing
  const [account, policy, campus] = await Promise.all([
    accountOf(context, reward),
    pointsRules.load(context),
    loadCampus(context),
  ])
  const { memberId, householdId, book } = account
  const { progressCardId } = reward
  const { expiresAt } = pointsTerm(context.now, campus.timeZone, policy)
  // Each completion is a lot of its own: its term begins anew.
  const lotId = `${progressCardId}.${grant.completions}`
  const posted = grantPoints({ book, entries: [] }, pointsPoster(context, memberId, reward.causationId), {
    kind: 'pointsEarned',
    key: [progressCardId, String(grant.completions)],
    occurredAt: context.now,
    lot: { lotId, acquiredAt: context.now, expiresAt },
    points: grant.points,
  })
  const entryId = lastEntry(posted).entryId
  const earned = { memberId, householdId, entryId, points: points(grant.points), progressCardId }
  const terms = { spendableFrom: context.now, expiresAt }
  const events = [happened(pointsEarned, pointsOccurrence(context, account), { ...earned, ...terms })]
  return { writes: writePoints(context, account, posted), events, entryId }
}

function lastEntry({ entries }: Posted): LedgerEntry {
  const last = entries.at(-1)
  if (!last) throw new Error('nothing was posted')
  return last
}

/**
 * Takes the points of a progress card back exactly, even spent ones: a correction opened it again.
 * @param grant the entry, and the household whose points they were: not always the one that the correction names
 * Rule: Y4, Y9.
 */
export async function takeBackReward(
  context: CampusContext,
  reward: Reward,
  grant: { readonly entryId: Id<'entry'>; readonly householdId: HouseholdId },
): Promise<RewardChange> {
  const { entryId } = grant
  const account = await accountOf(context, grant)
  const { memberId, householdId, book, version } = account
  const history = await readPointsEntries(context, memberId)
  const original = history.find((entry) => entry.entryId === entryId)
  if (!original) throw new Error(`the reward of ${reward.progressCardId} is missing`)
  const poster = pointsPoster(context, memberId, reward.causationId)
  const taken = takeBackGrant({ book, entries: [] }, poster, { original, occurredAt: context.now, history })
  const key = [memberId, String(version + 1)]
  const repaid = repayDebt(taken, poster, { kind: 'debtRepaid', key, occurredAt: context.now })
  const reversed = {
    memberId,
    householdId,
    entryId: lastEntry(taken).entryId,
    reversedEntryId: entryId,
    points: points(grantedBy(original)),
    debtPoints: points(Math.max(0, owedPoints(taken.book) - owedPoints(book))),
    progressCardId: reward.progressCardId,
  }
  const events = [happened(pointsReversed, pointsOccurrence(context, account), reversed)]
  return { writes: writePoints(context, account, repaid), events }
}
