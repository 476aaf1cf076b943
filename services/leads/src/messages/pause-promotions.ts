import type { DomainEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, type Decision } from '@tutelage/shared/kernel/decision.ts'
import type { HouseholdId, Id } from '@tutelage/shared/kernel/ids.ts'
import { type ComplaintPause, readPause, writePause } from './complaint-pause-store.ts'

type ComplaintEvent = DomainEvent<{ complaintId: Id<'complaint'>; householdId: HouseholdId }>

/** Of one version, a complaint that was settled on the spot is told of twice: it was filed, and it is resolved. */
const isNews = (known: ComplaintPause, { open, complaintVersion }: ComplaintPause): boolean =>
  known.complaintVersion < complaintVersion || (known.complaintVersion === complaintVersion && known.open && !open)

/**
 * Remembers whether a complaint is open, by the complaint's own versions: an older event that comes late changes nothing.
 * Rule: F5.
 */
const follow =
  (open: boolean) =>
  async ({ data, meta }: ComplaintEvent, context: CampusContext): Promise<Decision<null>> => {
    const { complaintId, householdId } = data
    const stored = await readPause(context, householdId, complaintId)
    const value = { complaintId, open, complaintVersion: meta.aggregateVersion }
    if (stored && !isNews(stored.value, value)) return accept(null)
    const writes = [writePause(context, householdId, { value, version: stored?.version ?? 0 })]
    return accept(await context.commit({ writes, answer: null }))
  }

export const pausePromotions = follow(true)
export const resumePromotions = follow(false)
