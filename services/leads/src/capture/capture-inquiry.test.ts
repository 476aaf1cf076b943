import { followUpOverdue, leadAssigned, leadCaptured } from '@tutelage/shared/contracts/leads/events.ts'
import { expect, test } from 'vitest'
import { isStudentNumber } from '../customers/student-number.ts'
import { inquiry, leadsBench, stranger } from './leads-bench.ts'

test('L2: staff capture an inquiry: a lead, a household, and a student with a number for life', async () => {
  const at = await leadsBench()
  const { status, body } = await at.capture()
  expect(status).toBe(201)
  expect(body).toMatchObject({ joined: false, otherLeadIds: [] })
  expect(isStudentNumber(body.studentNumber)).toBe(true)
  const [event] = at.eventsOf(leadCaptured)
  expect(event?.data).toMatchObject({ leadId: body.leadId, studentId: body.studentId, channel: 'phone', joined: false })
  expect(await at.file(body.leadId)).toMatchObject({
    lead: { stage: 'new', inquiryCount: 1, daysInStage: { new: 0 } },
    household: { preferences: { language: 'zh-CN', refusedChannels: [], refusedCategories: [] } },
    guardians: [{ name: '李芳', contacts: [{ value: '+8613800138000' }, { value: 'li.fang@family.test' }] }],
    students: [{ name: '李明', birthDate: '2015-09-01', grade: 'P5', number: body.studentNumber }],
    inquiries: [{ need: 'Maths, twice a week' }],
  })
})

test('L2: every student has another number', async () => {
  const at = await leadsBench()
  const numbers = await Promise.all(Array.from({ length: 20 }, (_, n) => at.capture(stranger(n))))
  expect(new Set(numbers.map(({ body }) => body.studentNumber)).size).toBe(20)
})

test('L2: a number that some student of the chain has or had is not given again: the capture takes another', async () => {
  const elsewhere = await leadsBench()
  const number: string = (await elsewhere.capture()).body.studentNumber
  const claim = elsewhere.table.all().find(({ entity }) => entity === 'studentNumber')
  expect(claim?.pk).toContain(number)
  // The same clock and ids would choose the same number here, where it is taken.
  const at = await leadsBench()
  if (claim) await at.table.transact([{ op: 'put', item: claim, when: 'absent' }])
  const { status, body } = await at.capture()
  expect(status).toBe(201)
  expect(at.retries()).toBe(1)
  expect(body.studentNumber).not.toBe(number)
})

test('L3: a second inquiry by a known phone joins the lead, however the phone is written', async () => {
  const at = await leadsBench()
  const first = (await at.capture()).body
  const again = inquiry({ channel: 'walkIn', guardian: { name: '李芳', phone: '+86-138-0013-8000' } })
  const second = (await at.capture(again)).body
  expect(second).toMatchObject({ leadId: first.leadId, studentId: first.studentId, joined: true })
  const file = await at.file(first.leadId)
  expect(file.lead).toMatchObject({ inquiryCount: 2 })
  expect(file.inquiries.map(({ channel }: { channel: string }) => channel)).toEqual(['walkIn', 'phone'])
  expect(at.eventsOf(leadCaptured).map(({ data }) => data.joined)).toEqual([false, true])
})

test('L3: a contact that is learnt later finds the lead as well', async () => {
  const at = await leadsBench()
  const { leadId } = (await at.capture()).body
  await at.capture(inquiry({ guardian: { name: '李芳', phone: '13800138000', email: 'second@family.test' } }))
  const third = await at.capture(inquiry({ guardian: { name: '李芳', email: 'SECOND@family.test' } }))
  expect(third.body).toMatchObject({ leadId, joined: true })
})

test('L3: two captures of one contact at once become one lead with two inquiries', async () => {
  const at = await leadsBench()
  const answers = await Promise.all([at.capture(), at.capture()])
  expect(at.retries()).toBeGreaterThan(0)
  expect(new Set(answers.map(({ body }) => body.leadId)).size).toBe(1)
  expect(answers.map(({ body }) => body.joined).sort()).toEqual([false, true])
  const file = await at.file(answers[0]?.body.leadId)
  expect(file.inquiries).toHaveLength(2)
  expect(at.table.all().filter(({ entity }) => entity === 'student')).toHaveLength(1)
})

test('L3: an inquiry whose contacts belong to two leads joins the first and names the other', async () => {
  const at = await leadsBench()
  const phone = (await at.capture(inquiry({ guardian: { name: 'A', phone: '13800138000' } }))).body
  const email = (await at.capture(inquiry({ guardian: { name: 'B', email: 'b@family.test' } }))).body
  const both = await at.capture(inquiry({ guardian: { name: 'C', phone: '13800138000', email: 'b@family.test' } }))
  expect(both.body).toMatchObject({ leadId: phone.leadId, joined: true, otherLeadIds: [email.leadId] })
})

test('L4: every datum knows when, through which channel, by whom and on what ground it was collected', async () => {
  const at = await leadsBench()
  const { leadId } = (await at.capture()).body
  at.clock.advance(60_000)
  await at.capture(
    inquiry({ channel: 'wechat', student: { name: '李明', school: '实验小学', grade: 'P6' }, lawfulBasis: 'contract' }),
    'consultant',
  )
  const [student] = (await at.file(leadId)).students
  expect(student).toMatchObject({ grade: 'P5', school: '实验小学' })
  expect(student.provenance.grade).toEqual({
    collectedAt: '2026-03-02T01:00:00.000Z',
    channel: 'phone',
    collectedBy: { kind: 'frontDesk', id: 'stf_demo-frontDesk' },
    lawfulBasis: 'consent',
    consentedAt: '2026-03-02T01:00:00.000Z',
  })
  expect(student.provenance.school).toEqual({
    collectedAt: '2026-03-02T01:01:00.000Z',
    channel: 'wechat',
    collectedBy: { kind: 'consultant', id: 'stf_demo-consultant' },
    lawfulBasis: 'contract',
  })
})

test('L2: staff who name another child of a known family give it a number of its own', async () => {
  const at = await leadsBench()
  const first = (await at.capture()).body
  const sibling = (await at.capture(inquiry({ student: { name: '李华' } }))).body
  expect(sibling).toMatchObject({ leadId: first.leadId, householdId: first.householdId, joined: true })
  expect(sibling.studentId).not.toBe(first.studentId)
  expect(sibling.studentNumber).not.toBe(first.studentNumber)
  expect((await at.file(first.leadId)).students).toHaveLength(2)
})

test('L7: a new inquiry of a lost lead opens it again, and its owner owes an answer', async () => {
  const at = await leadsBench()
  await at.consultants('anna')
  const { leadId } = (await at.capture()).body
  await at.post(`/leads/${leadId}/stage`, { stage: 'lost', lossReason: 'price' })
  const again = (await at.capture()).body
  expect(again).toMatchObject({ leadId, consultantId: 'stf_anna', firstResponseDueAt: '2026-03-02T01:30:00.000Z' })
  expect((await at.file(leadId)).lead).toMatchObject({ stage: 'new' })
  expect(at.eventsOf(leadAssigned)).toHaveLength(1)
})

test('L6: a second inquiry while an answer is due does not make a second one due', async () => {
  const at = await leadsBench()
  await at.consultants('anna')
  const { leadId } = (await at.capture()).body
  await at.capture()
  expect((await at.file(leadId)).followUps).toHaveLength(1)
  expect(at.eventsOf(followUpOverdue)).toEqual([])
})

test('L3: a phone that can be none is refused, without the phone in the answer, and nothing is kept', async () => {
  const at = await leadsBench()
  const { status, text } = await at.capture(inquiry({ guardian: { name: 'X', phone: '12345 67' } }))
  expect(status).toBe(422)
  expect(text).toContain('phoneInvalid')
  expect(text).not.toContain('12345')
  expect(at.events()).toEqual([])
})

test('Bad input: an inquiry without phone and email names the field', async () => {
  const at = await leadsBench()
  const { status, body } = await at.capture(inquiry({ guardian: { name: 'X' } }))
  expect(status).toBe(400)
  expect(body.errors).toMatchObject([{ path: 'body.guardian.phone' }])
})

test('Least privilege: keys show no contact, and events carry no personal datum', async () => {
  const at = await leadsBench()
  await at.consultants('anna')
  await at.capture()
  const keys = at.table
    .all()
    .map(({ pk, sk, lookupPk, lookupSk, duePk, dueSk }) => [pk, sk, lookupPk, lookupSk, duePk, dueSk])
  const told = JSON.stringify([keys, at.events(), at.logged])
  for (const personal of ['13800138000', 'family.test', '李芳', '李明', '2015-09-01'])
    expect(told).not.toContain(personal)
})

test('a capture that is sent again under its key is the same capture', async () => {
  const at = await leadsBench()
  const headers = { 'idempotency-key': 'desk-0000000001' }
  const first = await at.post('/leads', inquiry(), { headers, as: 'frontDesk' })
  const again = await at.post('/leads', inquiry(), { headers, as: 'frontDesk' })
  expect(again.body).toEqual(first.body)
  expect(at.eventsOf(leadCaptured)).toHaveLength(1)
})
