import { happened } from '@tutelage/shared/contracts/define-event.ts'
import { pointsExpired } from '@tutelage/shared/contracts/loyalty/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { type Acceptance, accept } from '@tutelage/shared/kernel/decision.ts'
import { points } from '@tutelage/shared/kernel/points.ts'
import { pointsOccurrence, pointsPoster } from './points-events.ts'
import { expiredBy, expireNext } from './points-ledger.ts'
import { readDueBook, writePoints } from './points-store.ts'

/**
 * Lets the lots of the earliest moment expire; the book then waits for its next one, which may be due already.
 * Rule: Y4.
 */
export async function expirePoints(key: ItemKey, context: CampusContext): Promise<Acceptance<null>> {
  const account = await readDueBook(context, key)
  if (!account) return accept(null)
  const { memberId, householdId, book, version } = account
  const causationId = `expiry of version ${version}`
  const poster = pointsPoster(context, memberId, causationId)
  const after = expireNext({ book, entries: [] }, poster, [memberId, String(version + 1)])
  if (!after) return accept(null)
  const expired = after.entries.filter((entry) => expiredBy(entry) > 0)
  const events = expired.map((entry) =>
    happened(
      pointsExpired,
      { ...pointsOccurrence(context, account), occurredAt: entry.occurredAt },
      { memberId, householdId, entryId: entry.entryId, points: points(expiredBy(entry)) },
    ),
  )
  return accept(await context.commit({ writes: writePoints(context, account, after), events, answer: null }))
}
