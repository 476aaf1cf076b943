import type { EventOf } from '@tutelage/shared/contracts/define-event.ts'
import type { tierChanged } from '@tutelage/shared/contracts/loyalty/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { findTier, writeTier } from './household-tier-store.ts'

/** Keeps the tier of a household; what is older than what is known changes nothing. Rule: Y2, Y3. */
export async function keepTier({ data, meta }: EventOf<typeof tierChanged>, context: CampusContext) {
  const { householdId, to } = data
  const known = await findTier(context, householdId)
  const isNews = !known || known.value.seen < meta.aggregateVersion
  const tier = { householdId, tier: to, seen: meta.aggregateVersion }
  const writes = isNews ? [writeTier(context, tier, known?.version ?? 0)] : []
  return accept(await context.commit({ writes, answer: null }))
}
