import type { EventOf } from '../contracts/define-event.ts'
import type { campusConfigured } from '../contracts/leads/events.ts'
import type { CampusContext } from '../data/context.ts'
import { type Acceptance, accept } from '../kernel/decision.ts'
import { readCampus, writeCampus } from './campus-store.ts'

/**
 * Keeps this service's copy of a campus. A profile older than the one that is kept changes nothing, so order and
 * repetition do not matter.
 */
export async function keepCampus(
  event: EventOf<typeof campusConfigured>,
  context: CampusContext,
): Promise<Acceptance<{ readonly kept: boolean }>> {
  const before = await readCampus(context.table, context.campus)
  const kept = before === undefined || before.profileVersion < event.meta.aggregateVersion
  const writes = kept ? writeCampus(context.campus, event.data, event.meta.aggregateVersion, before) : []
  return accept(await context.commit({ writes, answer: { kept } }))
}
