import { randomUUID } from 'node:crypto'
import { getCustomerFile } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import { listFollowUps } from '@tutelage/shared/contracts/leads/follow-ups-routes.ts'
import { partnerRoutes } from '@tutelage/shared/contracts/partner-routes.ts'
import { minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { phoneOf, type Stage } from './cast.ts'
import { firstResponseTo } from './inquiry-chapter.ts'
import { tellQuarantine } from './quarantine-chapter.ts'
import { so } from './teller.ts'
import { eventually } from './world.ts'

const { listQuarantine, discardQuarantined } = partnerRoutes('leads', [])

/** As the demo's stacks name it. */
const partnerBus = process.env.PARTNER_BUS ?? 'tutelage-local-partners'
const source = 'partner.prt_demo'

/** A partner posts a lead onto the bus; twice is once; what is malformed stands in quarantine; nobody answers, and that is noticed. */
export async function tellPartner(stage: Stage): Promise<void> {
  const { world, teller, campusId, nonce } = stage
  teller.chapter('A partner')
  const since = await world.now()
  const student = { name: `王小明${nonce}` }
  const guardian = { name: '王强', phone: phoneOf(nonce, 2), email: `wang-${nonce}@family.test` }
  const data = { guardian, student, lawfulBasis: 'consent', consentedAt: since.toISOString(), campaign: '暑期班' }
  const detail = { id: randomUUID(), campusId, occurredAt: since.toISOString(), data }
  const post = (posted: unknown) => world.putEvent({ bus: partnerBus, source, type: 'LeadCaptured', detail: posted })
  await post(detail)
  const found = await eventually("the partner's lead", () => firstResponseTo(stage, student.name, since))
  const { leadId } = found.file.lead
  const provenance = found.file.inquiries[0]?.provenance
  so(provenance?.collectedBy.id === 'prt_demo', 'the inquiry knows its partner', provenance)
  teller.told('a partner posts LeadCaptured onto the bus', `${leadId} with provenance, owned by ${found.consultant}`)

  await post(detail)
  await world.settle()
  const params = { campusId, leadId }
  const again = await world.call(getCustomerFile, { as: found.consultant, params })
  so(
    JSON.stringify(again) === JSON.stringify({ ...found.file, lead: again.lead }),
    'the same event again changes nothing',
  )
  so(again.lead.version === found.file.lead.version, 'the lead is not touched', again.lead.version)
  teller.told('the partner posts the same event again', 'nothing changed')

  await post({ ...detail, id: randomUUID(), data: { guardian: { name: '' } } })
  const quarantined = await eventually('the malformed event in quarantine', async () => {
    const { items } = await world.call(listQuarantine, { as: 'principal', params: {}, query: { limit: '5' } })
    return items.find(({ receivedAt }) => new Date(receivedAt) >= since)
  })
  so(quarantined.reasons.length > 0, 'quarantine says why', quarantined.reasons)
  const { quarantinedId, reasons } = quarantined
  await world.call(discardQuarantined, { as: 'principal', params: { quarantinedId } })
  teller.told('a malformed event of that partner', `in quarantine: ${reasons.map(({ path }) => path).join(', ')}`)

  await tellQuarantine(stage, partnerBus)
  await tellOverdue(stage, found.consultant, found.followUp)
}

/** The manager of the campus hears of a first response that was not given in time. */
async function tellOverdue(stage: Stage, as: string, followUp: { followUpId: string; dueAt: string }): Promise<void> {
  const { world, teller, campusId } = stage
  const before = (await world.mailsTo('campusManager@')).length
  await world.windTo(new Date(new Date(followUp.dueAt).getTime() + 2 * minuteMs))
  await eventually('the overdue follow-up', async () => {
    const query = { consultantId: `stf_demo-${as}`, limit: '200' }
    const { items } = await world.call(listFollowUps, { as, params: { campusId }, query })
    return items.find((item) => item.followUpId === followUp.followUpId && item.status === 'overdue')
  })
  const mails = await eventually('the mail to the manager', async () => {
    const all = await world.mailsTo('campusManager@')
    return all.length > before ? all : undefined
  })
  teller.told('nobody calls that family back', `overdue; the manager reads “${mails.at(-1)?.subject}”`)
}
