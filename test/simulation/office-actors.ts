import {
  assignLead,
  claimLead,
  getConsultant,
  listLeadPool,
  setConsultant,
} from '@tutelage/shared/contracts/leads/assignment-routes.ts'
import { postInquiry } from '@tutelage/shared/contracts/leads/capture-routes.ts'
import { mergeLeads } from '@tutelage/shared/contracts/leads/merge-routes.ts'
import { showUnsubscribePage, unsubscribe } from '@tutelage/shared/contracts/leads/messages-routes.ts'
import { linkInMail } from './care-actors.ts'
import { type Actor, anyFamily, anyOf, type Family } from './cast.ts'

const as = 'campusManager'
const consultants = ['stf_consultant-one', 'stf_consultant-two'] as const

/** Two leads turn out to be one person; some stay apart, so that there is something to be done. */
export const mergeTwo: Actor = async ({ client, cast, chance }) => {
  const leads = [...new Map([...cast.families.values()].map((family) => [family.leadId, family])).values()]
  if (leads.length < 3) return
  const [survivor, merged] = [chance.pick(leads), chance.pick(leads)]
  const body = { mergedLeadId: merged.leadId, sameStudent: chance.happens(0.7) }
  const params = { campusId: cast.campusId, leadId: survivor.leadId }
  const reply = await client.call(mergeLeads, { as, params, body })
  if (!reply) return
  const { leadId, householdId } = reply
  const now = (family: Family): Family => ({
    ...{ leadId, householdId },
    studentId: body.sameStudent ? reply.studentId : family.studentId,
  })
  for (const [phone, family] of cast.families) {
    if ([survivor.leadId, merged.leadId].includes(family.leadId)) cast.families.set(phone, now(family))
  }
}

/** A family that never called fills in the public form. */
export const fillForm: Actor = async ({ client, cast, chance }) => {
  const phone = `+86139765432${10 + chance.below(20)}`
  const body = { guardian: { name: 'Li Fang', phone }, student: { name: `Li Ming ${phone}` }, consent: true } as const
  await client.call(postInquiry, { params: { campusId: cast.campusId }, body })
}

/** Both consultants go on leave, so that leads stay in the pool, or come back. */
export const takeLeave: Actor = async ({ client, cast, chance }) => {
  const onLeave = chance.happens(0.5)
  for (const staffId of consultants) {
    const call = { as, params: { campusId: cast.campusId, staffId } } as const
    const known = await client.call(getConsultant, call)
    if (!known) continue
    const { name, email, version } = known
    await client.call(setConsultant, { ...call, body: { name, email, onLeave }, ifMatch: version })
  }
}

/** A lead is given to a consultant. */
export const passLead: Actor = async (scene) => {
  const family = anyFamily(scene)
  if (!family) return
  const { client, cast, chance } = scene
  const params = { campusId: cast.campusId, leadId: family.leadId }
  await client.call(assignLead, { as, params, body: { consultantId: chance.pick(consultants) } })
}

/** A consultant takes a lead from the pool. */
export const takeFromPool: Actor = async ({ client, cast, chance }) => {
  const { campusId } = cast
  const lead = anyOf(chance, (await client.call(listLeadPool, { as, params: { campusId } }))?.items ?? [])
  if (!lead) return
  const caller = { role: 'consultant', id: chance.pick(consultants) } as const
  await client.call(claimLead, { as: caller, params: { campusId, leadId: lead.leadId } })
}

/** A family follows the link by which it refuses more of a kind of mail. */
export const followUnsubscribeLink: Actor = async (scene) => {
  const { client, cast, chance } = scene
  const token = linkInMail(scene, /unsubscribe\/([\w.~%-]+)/)
  if (!token) return
  const params = { campusId: cast.campusId, token }
  await client.call(showUnsubscribePage, { params })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  if (chance.happens(0.5)) await client.call(unsubscribe, { params, body: '', headers })
}
