import { randomUUID } from 'node:crypto'
import { partnerRoutes } from '@tutelage/shared/contracts/partner-routes.ts'
import type { Stage } from './cast.ts'
import { so } from './teller.ts'
import { eventually } from './world.ts'

const source = 'partner.prt_demo'

/** What is put onto the partner bus, and which service keeps it for a person to look at. */
const posted = [
  { service: 'enrollment', source, type: 'PaymentReceived' },
  { service: 'feedback', source, type: 'ComplaintFiled' },
  { service: 'leads', source, type: 'NobodyTakesThis' },
  { service: 'leads', source: 'not.a.partner', type: 'LeadCaptured' },
] as const

/** Whatever comes over the partner bus and cannot be taken in is kept with the reason by one service. */
export async function tellQuarantine({ world, teller, campusId }: Stage, bus: string): Promise<void> {
  for (const { service, source, type } of posted) {
    const since = await world.now()
    const detail = { id: randomUUID(), campusId, occurredAt: since.toISOString(), data: {} }
    await world.putEvent({ bus, source, type, detail })
    const { listQuarantine, discardQuarantined } = partnerRoutes(service, [])
    const kept = await eventually(`${type} of ${source} in quarantine`, async () => {
      const { items } = await world.call(listQuarantine, { as: 'principal', params: {}, query: { limit: '5' } })
      return items.find(({ receivedAt, eventType }) => eventType === type && new Date(receivedAt) >= since)
    })
    so(kept.reasons.length > 0, `${service} says why it keeps ${type}`, kept.reasons)
    await world.call(discardQuarantined, { as: 'principal', params: { quarantinedId: kept.quarantinedId } })
  }
  const told = posted.map(({ service, type }) => `${type} by ${service}`).join(', ')
  teller.told('a bad payment, a bad complaint, a type that nobody takes, a stranger on the bus', `quarantined: ${told}`)
}
