import { partnerRoutes } from '@tutelage/shared/contracts/partner-routes.ts'
import { type Actor, anyEnrolled, anyOf, type Scene } from './cast.ts'
import { eventOf, inquiryOf, partnerTypes, putOnBus } from './partner-actors.ts'

const as = 'principal'
const stranger = 'prt_stranger'
const servicesOfPartners = ['leads', 'enrollment', 'feedback'] as const
type PartnersService = (typeof servicesOfPartners)[number]

/** Somebody who is not registered, or no more, posts on the partner bus: it stands in quarantine. */
export const strangerPosts: Actor = async (scene) => {
  const { chance, cast, cloud } = scene
  const family = anyEnrolled(scene)
  const seat = anyOf(chance, cast.seats)
  if (!family || !seat) return
  const { householdId, studentId } = family
  const payment = { enrollmentId: seat.enrollmentId, amountMinor: 100, currency: 'CNY', paidAt: cloud.clock.now() }
  const data = {
    leads: { ...inquiryOf(scene), lawfulBasis: 'consent' },
    enrollment: { ...payment, reference: `stranger-${scene.name}` },
    feedback: { householdId, studentId, severity: 'major', text: 'too loud' },
  }
  for (const service of servicesOfPartners) {
    putOnBus(scene, partnerTypes[service][0], eventOf(scene, data[service]), stranger)
  }
}

/** Registers the stranger for what it posts, or for nothing. */
async function register({ client }: Scene, service: PartnersService, isWelcome: boolean): Promise<void> {
  const { registerPartner, listPartners, createPartnerSecret } = partnerRoutes(service, [])
  const known = await client.call(listPartners, { as, params: {} })
  if (!known) return
  const before = known.items.find(({ partnerId }) => partnerId === stranger)
  const eventTypes = isWelcome ? [...partnerTypes[service]] : []
  const body = { name: 'Stranger', eventTypes, campuses: 'all', lawfulBasis: 'consent' } as const
  const call = { as, params: { partnerId: stranger } } as const
  const reply = await client.call(registerPartner, { ...call, body, ...(before && { ifMatch: before.version }) })
  if (reply) await client.call(createPartnerSecret, { ...call, body: {} })
}

/** A partner is a stranger again. */
export const dismissStranger: Actor = (scene) => register(scene, scene.chance.pick(servicesOfPartners), false)

/** What stands in quarantine is released, mostly after its sender was registered, or closed. */
export const clearQuarantine: Actor = async (scene) => {
  const { client, chance } = scene
  for (const service of servicesOfPartners) {
    const { listQuarantine, releaseQuarantined, discardQuarantined } = partnerRoutes(service, [])
    const page = await client.call(listQuarantine, { as, params: {} })
    const stored = anyOf(chance, page?.items ?? [])
    if (!stored) continue
    const call = { as, params: { quarantinedId: stored.quarantinedId } } as const
    if (chance.happens(0.6)) await register(scene, service, true)
    await client.call(chance.happens(0.7) ? releaseQuarantined : discardQuarantined, call)
  }
}
