import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { pointsEarned, pointsReversed } from '@tutelage/shared/contracts/loyalty/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { points } from '@tutelage/shared/kernel/points.ts'
import { pointsOccurrence } from './points-events.ts'
import type { PointsBook } from './points-store.ts'
import type { Settled, SettledChange } from './settle-tuition.ts'

/** What settling tuition tells: by how much each payment's points grew or shrank. Rule: Y4. */
export const tuitionEvents = (context: CampusContext, account: PointsBook, { changes }: Settled): NewEvent[] =>
  changes.flatMap((change) => eventOf(context, account, change) ?? [])

function eventOf(context: CampusContext, account: PointsBook, settled: SettledChange): NewEvent | undefined {
  const { fact, change, debt, reversal, adjustment } = settled
  const { memberId, householdId } = account
  const { paymentId } = fact
  const occurrence = { ...pointsOccurrence(context, account), occurredAt: adjustment.occurredAt }
  const whose = { memberId, householdId, paymentId }
  const { entryId } = fact.granted
  if (change > 0 && entryId) {
    const { spendableFrom, expiresAt } = fact.terms
    return happened(pointsEarned, occurrence, { ...whose, entryId, points: points(change), spendableFrom, expiresAt })
  }
  if (!reversal?.reverses) return undefined
  return happened(pointsReversed, occurrence, {
    ...whose,
    entryId: reversal.entryId,
    reversedEntryId: reversal.reverses,
    points: points(-change),
    debtPoints: points(debt),
    ...(adjustment.refundId && { refundId: adjustment.refundId }),
  })
}
