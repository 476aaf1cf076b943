import { happened } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { pointsRedeemed } from '@tutelage/shared/contracts/loyalty/events.ts'
import type { redeemPoints as contract } from '@tutelage/shared/contracts/loyalty/points-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { amountMinor, multiplyRatio } from '@tutelage/shared/kernel/money.ts'
import { available } from '@tutelage/shared/ledger/lots.ts'
import { readMember } from '../membership/member-store.ts'
import { pointsOccurrence, pointsPoster } from './points-events.ts'
import { pointsAccount, pointsAsset, spendPoints } from './points-ledger.ts'
import { pointsRules } from './points-policy.ts'
import { readPointsBook, writePoints } from './points-store.ts'

/**
 * Spends points as a cash offset, those that expire first; what they are worth is rounded here, once.
 * @returns what they take off a bill, or refuses `insufficientPoints` and `belowLeastRedemption`
 * @throws NotFound of `member`
 * Rule: Y5.
 */
export async function redeemPoints({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const member = await readMember(context, params.memberId)
  if (!member) throw new NotFound('member')
  const { offsetHundredthsPerPoint, leastRedemption } = await pointsRules.load(context)
  if (body.points < leastRedemption) return refuse('belowLeastRedemption', { leastRedemption })
  const { memberId, householdId } = member.value
  const account = await readPointsBook(context, { memberId, householdId })
  const poster = pointsPoster(context, memberId, context.correlationId)
  const key = [memberId, String(account.version + 1)]
  const happening = { kind: 'pointsRedeemed', key, occurredAt: context.now, points: body.points } as const
  const spent = spendPoints({ book: account.book, entries: [] }, poster, happening)
  if (!spent.ok) return spent
  const offsetMinor = amountMinor(multiplyRatio(body.points, offsetHundredthsPerPoint, 100))
  const entryId = spent.value.entries.at(-1)?.entryId
  if (!entryId) throw new Error('spending posts an entry')
  const redeemed = { memberId, entryId, points: body.points, for: body.for, offsetMinor }
  return accept(
    await context.commit({
      writes: writePoints(context, account, spent.value),
      events: [happened(pointsRedeemed, pointsOccurrence(context, account), { ...redeemed, householdId })],
      answer: { ...redeemed, available: available(spent.value.book, pointsAccount, pointsAsset, context.now) },
    }),
  )
}
