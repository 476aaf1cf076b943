import { partnerRoutes } from '@tutelage/shared/contracts/partner-routes.ts'
import { epochMs } from '@tutelage/shared/kernel/instant.ts'
import { signatureOf } from '@tutelage/shared/partners/verify-signature.ts'
import { type EventOperation, onPartnerEvent, operation, type RouteOperation } from './operation.ts'
import { type Reach, Refused } from './reach.ts'
import type { School } from './school.ts'
import type { PartnerService } from './standing.ts'

const as = 'principal'

/** What a partner posts. */
export interface Posted {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

const eventOf = (at: Reach, { type, data }: Posted) => ({ type, campusId: at.campusId, occurredAt: at.now, data })

/**
 * An event as a partner sends it.
 * @param secret that signs it
 * @param id the webhook's
 */
export function signed(at: Reach, secret: string, posted: Posted, id = 'webhook-1') {
  const body = JSON.stringify(eventOf(at, posted))
  const timestamp = String(Math.floor(epochMs(at.now) / 1000))
  const headers = {
    ...{ 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': timestamp },
    'webhook-signature': `v1,${signatureOf(secret, id, timestamp, body)}`,
  }
  return { body, headers }
}

/** An event came before its partner was registered for it; by now it is. */
async function quarantined(school: School, service: PartnerService, posted: Posted) {
  const { registerPartner, postPartnerEvent, listQuarantine, listPartners } = partnerRoutes(service, [])
  const { partnerId, secrets } = school.here.partner
  const { items } = await school.call(listPartners, { as, params: {} })
  const registered = items.find((one) => one.partnerId === partnerId)
  if (!registered) throw new Error('the partner is not registered')
  const { name, eventTypes, campuses, lawfulBasis, version } = registered
  const register = (types: readonly string[], ifMatch: number) =>
    school.call(registerPartner, {
      as,
      params: { partnerId },
      ifMatch,
      body: { name, eventTypes: [...types], campuses, lawfulBasis },
    })
  const without = await register([], version)
  const refused = await school.send(postPartnerEvent, {
    params: { partnerId },
    ...signed(school, secrets[service], posted, 'webhook-early'),
  })
  if (refused.status !== 422) throw new Refused(postPartnerEvent, refused)
  await register(eventTypes, without.version)
  const found = (await school.call(listQuarantine, { as, params: {} })).items.find((one) => one.partnerId === partnerId)
  if (!found) throw new Error('nothing is in quarantine')
  return { as, params: { quarantinedId: found.quarantinedId } } as const
}

/**
 * The partner routes of a service.
 * @param posts what a partner may post to it, in a school as it was opened
 */
export function partnerOperations(
  service: PartnerService,
  posts: (school: School) => Promise<Posted> | Posted,
): readonly RouteOperation[] {
  const routes = partnerRoutes(service, [])
  const partner = (school: School) => ({ partnerId: school.here.partner.partnerId })
  const stranger = { name: 'Another', eventTypes: [], campuses: 'all', lawfulBasis: 'consent' } as const
  return [
    operation(routes.registerPartner, ({ campusId }) => ({
      as,
      params: { partnerId: `prt_another-${campusId.slice('cam_'.length)}` },
      body: { ...stranger, eventTypes: [] },
    })),
    operation(routes.listPartners, () => ({ as, params: {} })),
    operation(routes.createPartnerSecret, (school) => ({ as, params: partner(school), body: {} })),
    operation(routes.postPartnerEvent, async (school) => {
      const posted = await posts(school)
      return { params: partner(school), ...signed(school, school.here.partner.secrets[service], posted) }
    }),
    operation(routes.listQuarantine, async (school) => {
      await quarantined(school, service, await posts(school))
      return { as, params: {} }
    }),
    operation(routes.releaseQuarantined, async (school) => quarantined(school, service, await posts(school))),
    operation(routes.discardQuarantined, async (school) => quarantined(school, service, await posts(school))),
  ]
}

/** An event that the campus's partner puts on the partner bus. */
export const partnerEvent = (
  service: PartnerService,
  name: string,
  posts: (school: School) => Promise<Posted> | Posted,
): EventOperation =>
  onPartnerEvent(service, name, async (school) => {
    const posted = await posts(school)
    return JSON.stringify({
      ...{ id: 'handed-over', source: `partner.${school.here.partner.partnerId}`, 'detail-type': posted.type },
      detail: { id: 'bus-1', ...eventOf(school, posted) },
    })
  })
