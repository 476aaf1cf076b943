import { leadAssigned } from '@tutelage/shared/contracts/leads/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { expect, test } from 'vitest'
import { inquiry, leadsBench, stranger } from '../capture/leads-bench.ts'

const pool = async (at: Awaited<ReturnType<typeof leadsBench>>): Promise<string[]> =>
  (await at.get('/lead-pool')).body.items.map(({ leadId }: { leadId: string }) => leadId)

test('L5: a captured lead has an owner at once, with a first response due, and the owner is told', async () => {
  const at = await leadsBench()
  await at.consultants('anna')
  const { leadId, consultantId, followUpId, firstResponseDueAt } = (await at.capture()).body
  expect(consultantId).toBe('stf_anna')
  expect(at.eventsOf(leadAssigned).map(({ data }) => data)).toEqual([
    { leadId, consultantId, followUpId, firstResponseDueAt },
  ])
  expect(at.eventsOf(messageRequested).map(({ data }) => data)).toMatchObject([
    { template: 'leadAssigned', category: 'staff', recipient: { staffId: 'stf_anna' }, params: { leadId } },
  ])
  expect((await at.get('/leads?consultantId=stf_anna')).body.items).toMatchObject([{ leadId, stage: 'new' }])
})

test('L5: consultants take leads in turn', async () => {
  const at = await leadsBench()
  await at.consultants('anna', 'boris', 'chen')
  const owners: string[] = []
  for (let n = 0; n < 6; n += 1) owners.push((await at.capture(stranger(n))).body.consultantId)
  expect(owners).toEqual(['stf_anna', 'stf_boris', 'stf_chen', 'stf_anna', 'stf_boris', 'stf_chen'])
})

test('L5: leads that are captured at once go to different consultants', async () => {
  const at = await leadsBench()
  await at.consultants('anna', 'boris', 'chen')
  const answers = await Promise.all([0, 1, 2].map((n) => at.capture(stranger(n))))
  expect(at.retries()).toBeGreaterThan(0)
  expect(answers.map(({ body }) => body.consultantId).sort()).toEqual(['stf_anna', 'stf_boris', 'stf_chen'])
})

test('L5: a lead nobody can take stands in the pool and the managers are told', async () => {
  const at = await leadsBench()
  await at.manager()
  await at.put('/consultants/stf_anna', { name: 'Anna', email: 'a@school.test', onLeave: true })
  await at.put('/consultants/stf_boris', { name: 'Boris', email: 'b@school.test', capacityPer30Days: 0 })
  const { leadId, consultantId } = (await at.capture()).body
  expect(consultantId).toBeUndefined()
  expect(await pool(at)).toEqual([leadId])
  expect(at.eventsOf(messageRequested).map(({ data }) => data)).toMatchObject([
    { template: 'leadUnassigned', category: 'staff', recipient: { staffId: 'stf_boss' }, params: { leadId } },
  ])
})

test('L5: without a manager on the staff list the lead is in the pool all the same', async () => {
  const at = await leadsBench()
  const { leadId } = (await at.capture()).body
  expect(await pool(at)).toEqual([leadId])
  expect(at.logged.map(({ message }) => message)).toContain('no manager to alert')
})

test('L5: a campus may leave every lead in the pool, and set the capacity of all', async () => {
  const at = await leadsBench()
  await at.consultants('anna')
  await at.put('/policies/assignment', { mode: 'roundRobin', capacityPer30Days: 1 })
  expect((await at.capture(stranger(1))).body.consultantId).toBe('stf_anna')
  expect((await at.capture(stranger(2))).body.consultantId).toBeUndefined()
  at.clock.advance(30 * 24 * 3_600_000)
  expect((await at.capture(stranger(3))).body.consultantId).toBe('stf_anna')
  await at.put('/policies/assignment', { mode: 'none' }, 1)
  expect((await at.capture(stranger(4))).body.consultantId).toBeUndefined()
})

test('L5: an inquiry joins a lead of the pool: it is offered again', async () => {
  const at = await leadsBench()
  const { leadId } = (await at.capture()).body
  await at.consultants('anna')
  expect((await at.capture()).body).toMatchObject({ leadId, joined: true, consultantId: 'stf_anna' })
  expect(await pool(at)).toEqual([])
})

test('L5: the manager gives a lead to another consultant, who owes what was due', async () => {
  const at = await leadsBench()
  await at.consultants('anna', 'boris')
  const { leadId, followUpId, firstResponseDueAt } = (await at.capture()).body
  at.clock.advance(600_000)
  const given = await at.post(`/leads/${leadId}/assignment`, { consultantId: 'stf_boris' })
  expect(given).toMatchObject({ status: 200, body: { consultantId: 'stf_boris', followUpId, firstResponseDueAt } })
  expect((await at.get('/follow-ups?consultantId=stf_anna')).body.items).toEqual([])
  expect((await at.get('/follow-ups?consultantId=stf_boris')).body.items).toMatchObject([{ followUpId, leadId }])
  expect((await at.get('/consultants/stf_boris')).body).toMatchObject({ assignedIn30Days: 1 })
})

test('L5: a lead is not given to its owner again, to nobody known, nor when it is closed', async () => {
  const at = await leadsBench()
  await at.consultants('anna')
  const { leadId } = (await at.capture()).body
  const give = async (consultantId: string) =>
    (await at.post(`/leads/${leadId}/assignment`, { consultantId })).body.type
  expect(await give('stf_anna')).toContain('alreadyTheirs')
  expect(await give('stf_nobody')).toContain('unknownConsultant')
  await at.post(`/leads/${leadId}/stage`, { stage: 'lost', lossReason: 'rival' })
  expect(await give('stf_nobody')).toContain('leadClosed')
  expect((await at.post('/leads/led_01HZZZZZZZZZZZZZZZZZZZZZZZ/assignment', { consultantId: 'stf_anna' })).status).toBe(
    404,
  )
})

test('L6: a consultant claims a lead from the pool, within their capacity', async () => {
  const at = await leadsBench()
  const leads = await Promise.all([1, 2].map(async (n) => (await at.capture(stranger(n))).body.leadId))
  await at.put('/consultants/stf_anna', { name: 'Anna', email: 'a@school.test', capacityPer30Days: 1 })
  const claim = (leadId: string, id = 'stf_anna') =>
    at.post(`/leads/${leadId}/claim`, undefined, { as: { role: 'consultant', id } })
  expect((await claim(leads[0], 'stf_unknown')).body.type).toContain('unknownConsultant')
  expect(await claim(leads[0])).toMatchObject({ status: 200, body: { consultantId: 'stf_anna' } })
  expect((await claim(leads[0])).body.type).toContain('notInPool')
  expect((await claim(leads[1])).body.type).toContain('cannotTake')
})

test('L6: of two consultants who claim one lead at once, one gets it', async () => {
  const at = await leadsBench()
  const { leadId } = (await at.capture()).body
  await at.consultants('anna', 'boris')
  const claims = await Promise.all(
    ['stf_anna', 'stf_boris'].map((id) =>
      at.post(`/leads/${leadId}/claim`, undefined, { as: { role: 'consultant', id } }),
    ),
  )
  expect(claims.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(at.eventsOf(leadAssigned)).toHaveLength(1)
})

test('consultants are listed with what they took, and changed only by who saw the last change', async () => {
  const at = await leadsBench()
  await at.consultants('anna', 'boris')
  await at.capture(inquiry())
  const { items } = (await at.get('/consultants')).body
  expect(items).toMatchObject([
    { staffId: 'stf_anna', assignedIn30Days: 1, version: 1 },
    { staffId: 'stf_boris', assignedIn30Days: 0, version: 1 },
  ])
  const settings = { name: 'Anna', email: 'anna@school.test', optedOut: true }
  expect((await at.put('/consultants/stf_anna', settings)).status).toBe(428)
  expect((await at.put('/consultants/stf_anna', settings, 7)).status).toBe(412)
  expect((await at.put('/consultants/stf_anna', settings, 1)).body).toMatchObject({ optedOut: true, version: 2 })
  expect((await at.get('/consultants/stf_nobody')).status).toBe(404)
})
