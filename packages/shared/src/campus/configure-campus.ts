import type { CampusProfile } from '../contracts/campus.ts'
import { happened } from '../contracts/define-event.ts'
import type { RequestOf } from '../contracts/define-route.ts'
import { checkIfMatch } from '../contracts/if-match.ts'
import type { configureCampus as contract } from '../contracts/leads/campus-routes.ts'
import { campusConfigured } from '../contracts/leads/events.ts'
import type { CampusContext } from '../data/context.ts'
import { accept, refuse } from '../kernel/decision.ts'
import { readCampus, writeCampus } from './campus-store.ts'

/**
 * Sets the profile of a campus, new or known, and tells every service.
 * @returns the profile and its version, or refuses `versionMismatch` and `versionRequired` (see `checkIfMatch`), and
 * `currencyFixed`: the money already booked there is in the old one, and `timeZoneNotScheduled` with the zones that are: in
 * any other no daily job would run, nor under another name of one of them
 */
export async function configureCampus({ params, body, ifMatch }: RequestOf<typeof contract>, context: CampusContext) {
  const before = await readCampus(context.table, context.campus)
  const refused = checkIfMatch(ifMatch, before?.profileVersion)
  if (refused) return refused
  if (before && before.profile.currency !== body.currency) {
    return refuse('currencyFixed', { currency: before.profile.currency })
  }
  if (!context.timeZones.includes(body.timeZone)) {
    return refuse('timeZoneNotScheduled', { scheduled: context.timeZones })
  }
  const version = (before?.profileVersion ?? 0) + 1
  const { campusId } = params
  const campus: CampusProfile = { campusId, ...body }
  const occurrence = { campusId, aggregateId: campusId, aggregateVersion: version }
  return accept(
    await context.commit({
      writes: writeCampus(context.campus, campus, version, before),
      events: [happened(campusConfigured, occurrence, campus)],
      answer: { campus, version },
    }),
  )
}
