import { expect, test } from 'vitest'
import { idOf, inquiry, leadsBench } from '../capture/leads-bench.ts'
import { findRecipient } from './find-recipient.ts'

test('Least privilege: a teacher sees the file without contacts, stated names and where data came from', async () => {
  const at = await leadsBench()
  const { leadId } = (await at.capture()).body
  const seen = await at.get(`/leads/${leadId}`, 'teacher')
  expect(seen.status).toBe(200)
  expect(seen.body).toMatchObject({ guardians: [{ name: '李芳' }], students: [{ name: '李明' }] })
  expect(seen.text).not.toContain('13800138000')
  expect(seen.text).not.toContain('family.test')
  expect(seen.body.inquiries[0]).not.toHaveProperty('stated')
})

test('Least privilege: finance does not see the file, and a lead that is not there is 404', async () => {
  const at = await leadsBench()
  const { leadId } = (await at.capture()).body
  expect((await at.get(`/leads/${leadId}`, 'finance')).status).toBe(403)
  expect((await at.get('/leads/led_01HZZZZZZZZZZZZZZZZZZZZZZZ')).status).toBe(404)
  expect((await at.get(`/leads/${leadId}`, { role: 'consultant', campuses: 'cam_other' })).status).toBe(404)
})

test('a message finds the family by household, student or lead: names, address, language', async () => {
  const at = await leadsBench()
  const { leadId, studentId, householdId } = (await at.capture()).body
  const expected = {
    kind: 'family',
    householdId,
    guardianName: '李芳',
    studentName: '李明',
    email: 'li.fang@family.test',
    language: 'zh-CN',
    preferencesVersion: 0,
    mergedHouseholdIds: [],
  }
  for (const recipient of [
    { leadId: idOf('lead', leadId) },
    { studentId: idOf('student', studentId) },
    { householdId: idOf('household', householdId) },
  ]) {
    expect(await findRecipient(at.context(), recipient)).toMatchObject(expected)
  }
})

test('a message about a household with two children names none, unless it is about one of them', async () => {
  const at = await leadsBench()
  const { householdId } = (await at.capture()).body
  const { studentId } = (await at.capture(inquiry({ student: { name: '李华' } }))).body
  expect(await findRecipient(at.context(), { householdId: idOf('household', householdId) })).toMatchObject({
    studentName: undefined,
  })
  expect(await findRecipient(at.context(), { studentId: idOf('student', studentId) })).toMatchObject({
    studentName: '李华',
  })
})

test('a message finds staff by the staff list, or consultants as they are registered', async () => {
  const at = await leadsBench()
  await at.consultants('anna')
  await at.manager()
  const find = (name: string) => findRecipient(at.context(), { staffId: idOf('staff', `stf_${name}`) })
  expect(await find('boss')).toEqual({
    kind: 'staff',
    staffId: 'stf_boss',
    name: 'Boss',
    email: 'boss@school.test',
    language: 'en',
  })
  expect(await find('anna')).toMatchObject({ name: 'anna', email: 'anna@school.test' })
  expect(await find('nobody')).toBeUndefined()
})

test('nobody is found behind an id that this campus does not have', async () => {
  const at = await leadsBench()
  for (const recipient of [
    { leadId: at.ids.next('lead') },
    { studentId: at.ids.next('student') },
    { householdId: at.ids.next('household') },
  ]) {
    expect(await findRecipient(at.context(), recipient)).toBeUndefined()
  }
})
