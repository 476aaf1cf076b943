import { followUpCompleted, followUpOverdue } from '@tutelage/shared/contracts/leads/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { leadsBench, stranger } from '../capture/leads-bench.ts'

const anna = { role: 'consultant', id: 'stf_anna' }

/** A bench with one consultant and one lead of hers. */
async function oneLead(now?: string) {
  const at = await leadsBench()
  if (now) at.clock.set(now)
  await at.consultants('anna')
  await at.manager()
  const { leadId, followUpId, firstResponseDueAt } = (await at.capture()).body
  const complete = (body: object, id = followUpId) => at.post(`/follow-ups/${id}/completion`, body, { as: anna })
  const list = async (status = 'open') =>
    (await at.get(`/follow-ups?consultantId=stf_anna&status=${status}`)).body.items
  const stage = async () => (await at.file(leadId)).lead.stage
  return { at, leadId, followUpId, firstResponseDueAt, complete, list, stage }
}

test.each([
  ['in the morning', '2026-03-02T09:00+08:00', '2026-03-02T09:30+08:00'],
  ['across lunch', '2026-03-02T11:45+08:00', '2026-03-02T13:45+08:00'],
  ['at night', '2026-03-02T23:10+08:00', '2026-03-03T09:30+08:00'],
  ['across the weekend', '2026-03-06T17:50+08:00', '2026-03-09T09:20+08:00'],
  ['across a holiday', '2026-09-30T17:45+08:00', '2026-10-02T09:15+08:00'],
])('L6: a first response is due within 30 working minutes of the campus, %s', async (_, capturedAt, dueAt) => {
  const { firstResponseDueAt } = await oneLead(capturedAt)
  expect(firstResponseDueAt).toBe(new Date(dueAt).toISOString())
})

test('L6: a campus sets its own target', async () => {
  const at = await leadsBench()
  await at.consultants('anna')
  await at.put('/policies/follow-up', { firstResponseMinutes: 5 })
  expect((await at.capture()).body.firstResponseDueAt).toBe('2026-03-02T01:05:00.000Z')
})

test("L6: a consultant's list is ordered by due time, over pages", async () => {
  const at = await leadsBench()
  await at.consultants('anna')
  for (let n = 0; n < 3; n += 1) {
    await at.capture(stranger(n))
    at.clock.advance(minuteMs)
  }
  const first = (await at.get('/follow-ups?consultantId=stf_anna&limit=2')).body
  const second = (
    await at.get(`/follow-ups?consultantId=stf_anna&limit=2&cursor=${encodeURIComponent(first.nextCursor)}`)
  ).body
  const due = [...first.items, ...second.items].map(({ dueAt }: { dueAt: string }) => dueAt)
  expect(due).toEqual(['2026-03-02T01:30:00.000Z', '2026-03-02T01:31:00.000Z', '2026-03-02T01:32:00.000Z'])
})

test('L6: a contact that reached the family is completed and the lead is contacted', async () => {
  const { at, leadId, followUpId, complete, list, stage } = await oneLead()
  at.clock.advance(10 * minuteMs)
  const done = await complete({ outcome: 'reached', note: 'Wants Saturday' })
  expect(done).toMatchObject({ status: 200, body: { followUpId, completedAt: at.clock.now() } })
  expect(await stage()).toBe('contacted')
  expect(await list()).toEqual([])
  expect(await list('closed')).toMatchObject([
    { status: 'completed', outcome: 'reached', note: 'Wants Saturday', completedBy: { kind: 'consultant' } },
  ])
  expect(at.eventsOf(followUpCompleted).map(({ data }) => data)).toMatchObject([
    { leadId, followUpId, consultantId: 'stf_anna', outcome: 'reached', completedAt: at.clock.now() },
  ])
})

test('L6: a consultant sees and closes what they owe themselves, and nothing of a colleague', async () => {
  const { at, followUpId, complete } = await oneLead()
  const colleague = { role: 'consultant', id: 'stf_bert' }
  const path = `/follow-ups/${followUpId}/completion`
  expect(await at.post(path, { outcome: 'reached' }, { as: colleague })).toMatchObject({
    status: 403,
    body: { type: expect.stringContaining('notYourFollowUp') },
  })
  const list = '/follow-ups?consultantId=stf_anna'
  expect((await at.get(list, colleague)).status).toBe(403)
  expect((await at.get(list, anna)).body.items).toHaveLength(1)
  expect((await complete({ outcome: 'reached' })).status).toBe(200)
})

test('L6: when nobody answers, another try is due in working time, and the lead is not contacted', async () => {
  const { complete, list, stage } = await oneLead()
  expect((await complete({ outcome: 'noAnswer' })).body.nextDueAt).toBe('2026-03-02T06:30:00.000Z')
  expect(await list()).toMatchObject([{ purpose: 'retry', status: 'due' }])
  expect(await stage()).toBe('new')
})

test('L6: a promise to call back by a stated time is itself due', async () => {
  const { complete, list, stage } = await oneLead()
  expect((await complete({ outcome: 'callBackLater' })).body.type).toContain('callBackTimeMissing')
  expect((await complete({ outcome: 'callBackLater', callBackAt: '2026-03-02T00:59:00Z' })).body.type).toContain(
    'callBackTimePast',
  )
  const callBackAt = '2026-03-03T12:15:00.000Z'
  expect((await complete({ outcome: 'callBackLater', callBackAt })).body).toMatchObject({ nextDueAt: callBackAt })
  expect(await list()).toMatchObject([{ purpose: 'callBack', dueAt: callBackAt }])
  expect(await stage()).toBe('contacted')
})

test('L6: a contact is completed once, also when two complete it at once', async () => {
  const { at, complete } = await oneLead()
  const answers = await Promise.all([complete({ outcome: 'reached' }), complete({ outcome: 'noAnswer' })])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  expect((await complete({ outcome: 'reached' })).body.type).toContain('alreadyClosed')
  expect(at.eventsOf(followUpCompleted)).toHaveLength(1)
  expect((await complete({ outcome: 'reached' }, 'fup_01HZZZZZZZZZZZZZZZZZZZZZZZ')).status).toBe(404)
})

test('L6: a contact that was not made in time is overdue once, the manager is told, and it stays on the list', async () => {
  const { at, leadId, followUpId, firstResponseDueAt, list } = await oneLead()
  at.clock.advance(29 * minuteMs)
  await at.lookAtDue()
  expect(at.eventsOf(followUpOverdue)).toEqual([])
  at.clock.advance(minuteMs)
  await Promise.all([at.lookAtDue(), at.lookAtDue()])
  await at.lookAtDue()
  expect(at.eventsOf(followUpOverdue).map(({ data }) => data)).toEqual([
    { leadId, followUpId, consultantId: 'stf_anna', dueAt: firstResponseDueAt },
  ])
  expect(
    at
      .eventsOf(messageRequested)
      .map(({ data }) => data)
      .filter(({ template }) => template === 'followUpEscalated'),
  ).toMatchObject([
    { recipient: { staffId: 'stf_boss' }, category: 'staff', params: { leadId, consultantId: 'stf_anna' } },
  ])
  expect(await list()).toMatchObject([{ followUpId, status: 'overdue', escalatedAt: at.clock.now() }])
})

test('L6: an overdue contact can still be completed', async () => {
  const { at, complete, list } = await oneLead()
  at.clock.advance(60 * minuteMs)
  await at.lookAtDue()
  expect((await complete({ outcome: 'reached' })).status).toBe(200)
  expect(await list()).toEqual([])
})

test('L6: a contact that is completed while it is escalated is one or the other first, and told once', async () => {
  const { at, complete } = await oneLead()
  at.clock.advance(60 * minuteMs)
  const [, done] = await Promise.all([at.lookAtDue(), complete({ outcome: 'reached' })])
  await at.lookAtDue()
  expect(done.status).toBe(200)
  expect(at.eventsOf(followUpOverdue).length).toBeLessThanOrEqual(1)
  expect(at.eventsOf(followUpCompleted)).toHaveLength(1)
})

test('L6: a contact that was completed in time is never overdue', async () => {
  const { at, complete } = await oneLead()
  await complete({ outcome: 'reached' })
  at.clock.advance(24 * 60 * minuteMs)
  await at.lookAtDue()
  expect(at.eventsOf(followUpOverdue)).toEqual([])
})
