import { leadCaptured } from '@tutelage/shared/contracts/leads/events.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { expect, test } from 'vitest'
import { type LeadsBench, leadsBench } from './leads-bench.ts'

const posted = (change: object = {}) => ({
  campusId: 'cam_demo-east',
  occurredAt: '2026-03-02T08:59:00+08:00',
  data: {
    guardian: { name: '王伟', phone: '13600136000' },
    student: { name: '王小明', school: '实验小学' },
    lawfulBasis: 'consent',
    consentedAt: '2026-03-02T08:58:00+08:00',
    ...change,
  },
})

async function withPartner() {
  const at = await leadsBench()
  await at.consultants('anna')
  const body = { name: 'Web forms', eventTypes: ['LeadCaptured'], campuses: ['cam_demo-east'], lawfulBasis: 'consent' }
  const registered = await ask(at.api, { method: 'PUT', path: '/leads/partners/prt_webforms', body, as: 'principal' })
  expect(registered.status).toBe(200)
  return at
}
const quarantine = async (at: LeadsBench) =>
  (await ask(at.api, { method: 'GET', path: '/leads/quarantine', as: 'principal' })).body.items

test("L2: a partner's inquiry becomes a lead with provenance and an owner", async () => {
  const at = await withPartner()
  expect(await at.partnerPosts(posted())).toEqual({ batchItemFailures: [] })
  const [event] = at.eventsOf(leadCaptured)
  expect(event?.meta.actor).toEqual({ kind: 'partner', id: 'prt_webforms' })
  const file = await at.file(event?.data.leadId ?? '')
  expect(file.lead).toMatchObject({ consultantId: 'stf_anna', stage: 'new' })
  expect(file.students[0].provenance.school).toEqual({
    collectedAt: at.clock.now(),
    channel: 'partner',
    collectedBy: { kind: 'partner', id: 'prt_webforms' },
    lawfulBasis: 'consent',
    consentedAt: '2026-03-02T00:58:00.000Z',
  })
})

test('L2: the same event of a partner again changes nothing', async () => {
  const at = await withPartner()
  await Promise.all([at.partnerPosts(posted()), at.partnerPosts(posted())])
  await at.partnerPosts(posted())
  expect(at.eventsOf(leadCaptured)).toHaveLength(1)
})

test.each([
  ['a wrong schema', { guardian: { phone: '13600136000' } }, 'data.guardian.name'],
  ['neither phone nor email', { guardian: { name: '王伟' } }, 'data'],
  ['a phone that can be none', { guardian: { name: '王伟', phone: '12345678' } }, 'data'],
])('L2: a partner event with %s stands in quarantine with the reason', async (_, change, path) => {
  const at = await withPartner()
  await at.partnerPosts(posted(change))
  expect(await quarantine(at)).toMatchObject([{ partnerId: 'prt_webforms', reasons: [{ path }] }])
  expect(at.eventsOf(leadCaptured)).toEqual([])
})
