import { leadCaptured } from '@tutelage/shared/contracts/leads/events.ts'
import { expect, test } from 'vitest'
import { findRecipient } from '../customers/find-recipient.ts'
import { idOf, inquiry, leadsBench } from './leads-bench.ts'

const form = (change: Readonly<Record<string, unknown>> = {}) => ({
  guardian: { name: '李芳', phone: '13800138000', email: 'li.fang@family.test', language: 'en' },
  student: { name: '李明' },
  need: 'English',
  consent: true,
  ...change,
})

test('L2: the public form makes a lead with consent, and answers a receipt', async () => {
  const at = await leadsBench()
  const { status, body } = await at.anonymously('/inquiries', form())
  expect(status).toBe(202)
  expect(Object.keys(body)).toEqual(['receiptId'])
  const [event] = at.eventsOf(leadCaptured)
  expect(event?.data).toMatchObject({ inquiryId: body.receiptId, channel: 'web', joined: false })
  const file = await at.file(event?.data.leadId ?? '')
  expect(file.household.preferences.language).toBe('en')
  expect(file.inquiries[0].provenance).toMatchObject({
    channel: 'web',
    collectedBy: { kind: 'anonymous' },
    lawfulBasis: 'consent',
    consentedAt: at.clock.now(),
  })
})

test('L3: the form answers for a known contact as for an unknown one', async () => {
  const at = await leadsBench()
  const unknown = await at.anonymously('/inquiries', form())
  const known = await at.anonymously('/inquiries', form())
  expect(known.status).toBe(unknown.status)
  expect(Object.keys(known.body)).toEqual(Object.keys(unknown.body))
  expect(at.eventsOf(leadCaptured).map(({ data }) => data.joined)).toEqual([false, true])
})

test('L3: what a form is answered under a key tells no more when it is asked again', async () => {
  const at = await leadsBench()
  const headers = { 'idempotency-key': 'form-0000000001' }
  const first = await at.anonymously('/inquiries', form(), headers)
  const again = await at.anonymously('/inquiries', form(), headers)
  expect(again.body).toEqual(first.body)
  expect(Object.keys(again.body)).toEqual(['receiptId'])
})

test('L2: a robot that fills in the hidden field is answered like anybody, and nothing is kept', async () => {
  const at = await leadsBench()
  const { status, body } = await at.anonymously('/inquiries', form({ website: 'http://spam.test' }))
  expect(status).toBe(202)
  expect(Object.keys(body)).toEqual(['receiptId'])
  expect(at.events()).toEqual([])
  expect(at.table.all().filter(({ entity }) => entity === 'lead')).toEqual([])
})

test.each([{ consent: false }, { consent: undefined }, { consent: 'yes' }])(
  'L4: without consent nothing is kept: %o',
  async (change) => {
    const at = await leadsBench()
    const { status, body } = await at.anonymously('/inquiries', form(change))
    expect(status).toBe(400)
    expect(body.errors).toMatchObject([{ path: 'body.consent' }])
    expect(at.events()).toEqual([])
  },
)

test('L3: a stranger who states our phone and his own address gets none of our messages', async () => {
  const at = await leadsBench()
  const { leadId, householdId } = (await at.capture(inquiry({ guardian: { name: '李芳', phone: '13800138000' } }))).body
  await at.anonymously(
    '/inquiries',
    form({ guardian: { name: 'Mallory', phone: '13800138000', email: 'm@evil.test' } }),
  )
  const recipient = { householdId: idOf('household', householdId) }
  expect(await findRecipient(at.context(), recipient)).toMatchObject({ guardianName: '李芳', email: undefined })
  const [guardian] = (await at.file(leadId)).guardians
  expect(guardian.contacts[1]).toMatchObject({ value: 'm@evil.test', confirmed: false })
  await at.capture(inquiry({ guardian: { name: '李芳', phone: '13800138000', email: 'm@evil.test' } }))
  expect(await findRecipient(at.context(), recipient)).toMatchObject({ email: 'm@evil.test' })
})

test('L2: a form that calls the child otherwise makes no second student', async () => {
  const at = await leadsBench()
  const { leadId, studentId } = (await at.capture()).body
  await at.anonymously('/inquiries', form({ student: { name: '小明' } }))
  const file = await at.file(leadId)
  expect(file.students).toHaveLength(1)
  expect(file.inquiries[0]).toMatchObject({ studentId, stated: { studentName: '小明' } })
})

test('L3: a phone that can be none is refused', async () => {
  const at = await leadsBench()
  const { status, body } = await at.anonymously('/inquiries', form({ guardian: { name: 'X', phone: '1234567' } }))
  expect(status).toBe(422)
  expect(body.type).toContain('phoneInvalid')
})
