import { leadMerged } from '@tutelage/shared/contracts/leads/events.ts'
import { expect, test } from 'vitest'
import { idOf, inquiry, leadsBench } from '../capture/leads-bench.ts'
import { findRecipient } from '../customers/find-recipient.ts'

const mother = inquiry({ guardian: { name: '李芳', phone: '13800138000' }, student: { name: '李明', grade: 'P5' } })
const father = inquiry({
  guardian: { name: '李强', phone: '13900139000', email: 'qiang@family.test' },
  student: { name: '小明', school: '实验小学' },
})

async function twoLeads() {
  const at = await leadsBench()
  await at.consultants('anna', 'boris')
  const survivor = (await at.capture(mother)).body
  at.clock.advance(60_000)
  const merged = (await at.capture(father)).body
  const merge = (mergedLeadId: string = merged.leadId, leadId: string = survivor.leadId, change: object = {}) =>
    at.post(`/leads/${leadId}/merge`, { mergedLeadId, ...change })
  return { at, survivor, merged, merge }
}

test('L3: the survivor keeps every inquiry, guardian, contact, number and follow-up of both', async () => {
  const { at, survivor, merged, merge } = await twoLeads()
  const answer = await merge()
  expect(answer).toMatchObject({ status: 200, body: { leadId: survivor.leadId, mergedLeadIds: [merged.leadId] } })
  const file = await at.file(survivor.leadId)
  expect(file.lead).toMatchObject({ inquiryCount: 2, consultantId: 'stf_anna', mergedLeadIds: [merged.leadId] })
  expect(file.inquiries).toHaveLength(2)
  expect(file.guardians.map(({ name }: { name: string }) => name)).toEqual(['李芳', '李强'])
  expect(file.students).toMatchObject([
    {
      name: '李明',
      grade: 'P5',
      school: '实验小学',
      number: survivor.studentNumber,
      formerNumbers: [merged.studentNumber],
    },
  ])
  expect(file.followUps.map(({ consultantId }: { consultantId: string }) => consultantId)).toEqual([
    'stf_anna',
    'stf_anna',
  ])
  expect(at.eventsOf(leadMerged).map(({ data }) => data)).toEqual([
    {
      leadId: survivor.leadId,
      mergedLeadId: merged.leadId,
      studentId: survivor.studentId,
      mergedStudentId: merged.studentId,
      householdId: survivor.householdId,
      mergedHouseholdId: merged.householdId,
    },
  ])
})

test('L3: whoever asks for the merged lead, by id or by its contacts, finds the survivor', async () => {
  const { at, survivor, merged, merge } = await twoLeads()
  await merge()
  expect((await at.file(merged.leadId)).lead.leadId).toBe(survivor.leadId)
  expect((await at.capture(father)).body).toMatchObject({ leadId: survivor.leadId, joined: true })
  expect((await at.get('/leads?consultantId=stf_boris')).body.items).toEqual([])
  for (const recipient of [
    { leadId: idOf('lead', merged.leadId) },
    { studentId: idOf('student', merged.studentId) },
    { householdId: idOf('household', merged.householdId) },
  ]) {
    expect(await findRecipient(at.context(), recipient)).toMatchObject({
      householdId: survivor.householdId,
      studentName: '李明',
      email: 'qiang@family.test',
    })
  }
})

test('L3: a follow-up of the merged lead is completed with the survivor', async () => {
  const { at, survivor, merged, merge } = await twoLeads()
  await merge()
  await at.post(`/follow-ups/${merged.followUpId}/completion`, { outcome: 'reached' })
  expect((await at.file(survivor.leadId)).lead.stage).toBe('contacted')
})

test('L3: one lead is not merged into itself, nor twice', async () => {
  const { survivor, merged, merge } = await twoLeads()
  expect((await merge(survivor.leadId)).body.type).toContain('sameLead')
  await merge()
  expect((await merge()).body.type).toContain('sameLead')
  expect((await merge(survivor.leadId, merged.leadId)).body.type).toContain('sameLead')
  expect((await merge('led_01HZZZZZZZZZZZZZZZZZZZZZZZ')).status).toBe(404)
})

test('L3: two leads that are merged into each other at once end as one', async () => {
  const { at, survivor, merged, merge } = await twoLeads()
  const answers = await Promise.all([merge(), merge(survivor.leadId, merged.leadId)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(at.eventsOf(leadMerged)).toHaveLength(1)
  expect((await at.file(survivor.leadId)).lead.leadId).toBe((await at.file(merged.leadId)).lead.leadId)
})

test('L3: an inquiry that comes while its lead is merged is not lost', async () => {
  const { at, survivor, merge } = await twoLeads()
  await Promise.all([merge(), at.capture(father), at.capture(mother)])
  const file = await at.file(survivor.leadId)
  expect(file.inquiries).toHaveLength(4)
  expect(file.lead.inquiryCount).toBe(4)
})

test('L3: a merge of merges keeps what all of them had', async () => {
  const { at, survivor, merged, merge } = await twoLeads()
  const third = (await at.capture(inquiry({ guardian: { name: '外婆', phone: '13700137000' } }))).body
  await merge()
  await merge(survivor.leadId, third.leadId)
  const file = await at.file(merged.leadId)
  expect(file.lead).toMatchObject({ leadId: third.leadId, inquiryCount: 3 })
  expect(file.lead.mergedLeadIds).toEqual([survivor.leadId, merged.leadId])
  expect(file.inquiries).toHaveLength(3)
  expect(file.guardians).toHaveLength(3)
})

test('L2: two children of one family both stay students', async () => {
  const { at, survivor, merged, merge } = await twoLeads()
  await merge(merged.leadId, survivor.leadId, { sameStudent: false })
  const file = await at.file(survivor.leadId)
  expect(file.students.map(({ studentId }: { studentId: string }) => studentId)).toEqual([
    survivor.studentId,
    merged.studentId,
  ])
  const [event] = at.eventsOf(leadMerged)
  expect(event?.data).toMatchObject({ studentId: merged.studentId, mergedStudentId: merged.studentId })
})

test('L12: what either household refused stays refused', async () => {
  const { at, survivor, merged, merge } = await twoLeads()
  const refuse = (householdId: string, refusedChannels: string[], refusedCategories: string[]) =>
    at.put(`/households/${householdId}/preferences`, { language: 'en', refusedChannels, refusedCategories })
  await refuse(survivor.householdId, ['phone'], ['promotion'])
  await refuse(merged.householdId, ['email'], ['promotion', 'care'])
  await merge()
  const { preferences, version } = (await at.get(`/households/${merged.householdId}/preferences`)).body
  expect(preferences).toEqual({
    language: 'en',
    refusedChannels: ['phone', 'email'],
    refusedCategories: ['promotion', 'care'],
  })
  expect(version).toBe(2)
})

test('L5: a lead of the pool that survives goes to the owner of the merged one', async () => {
  const at = await leadsBench()
  const survivor = (await at.capture(mother)).body
  await at.consultants('anna')
  const merged = (await at.capture(father)).body
  await at.post(`/leads/${survivor.leadId}/merge`, { mergedLeadId: merged.leadId })
  expect((await at.file(survivor.leadId)).lead.consultantId).toBe('stf_anna')
  expect((await at.get('/lead-pool')).body.items).toEqual([])
})

test('L7: a lost lead that is merged with an open one is open', async () => {
  const { at, survivor, merge } = await twoLeads()
  await at.post(`/leads/${survivor.leadId}/stage`, { stage: 'lost', lossReason: 'price' })
  await merge()
  const { lead } = await at.file(survivor.leadId)
  expect(lead.stage).toBe('new')
  expect(lead).not.toHaveProperty('lossReason')
})
