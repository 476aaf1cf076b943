import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { instant } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'

const licence = {
  ...{ kind: 'teachingQualification', name: 'Teaching licence', number: 'TL-1', issuedOn: '2023-06-01' },
  expiresOn: '2026-05-31',
}

async function certified(change: Readonly<Record<string, unknown>> = {}) {
  const at = await enrollmentBench()
  const as = { role: 'campusManager', id: 'stf_manager' } as const
  const record = (body: Readonly<Record<string, unknown>>) =>
    at.post('/teachers/stf_teacher/certificates', body, { as })
  const recorded = await record({ ...licence, ...change })
  const reminders = () => at.eventsOf(messageRequested).filter(({ data }) => data.template === 'certificateExpires')
  const lookOn = async (moment: ReturnType<typeof instant> | string) => {
    at.clock.set(moment)
    await at.lookAtDue()
  }
  return { at, as, record, recorded, reminders, lookOn }
}

test('E17: a certificate is recorded with who did it, and shown to the teacher and the managers', async () => {
  const { at, recorded } = await certified()
  expect(recorded).toMatchObject({
    status: 201,
    body: { ...licence, recordedBy: { kind: 'campusManager', id: 'stf_manager' } },
  })
  const list = (id: string) => at.get('/teachers/stf_teacher/certificates', { role: 'teacher', id })
  expect((await list('stf_teacher')).body.items).toEqual([recorded.body])
  expect(await list('stf_other')).toMatchObject({ status: 403, body: { type: problem('notYourCertificates') } })
  const own = await at.post('/teachers/stf_teacher/certificates', licence, { as: 'teacher' })
  expect(own.status).toBe(403)
})

test('E17: a certificate is recorded once, until it is withdrawn', async () => {
  const { at, record, recorded } = await certified()
  expect(await record(licence)).toMatchObject({ status: 409, body: { type: problem('alreadyRecorded') } })
  const path = `/teachers/stf_teacher/certificates/${recorded.body.certificateId}/withdrawal`
  expect((await at.post(path, { reason: 'not genuine' })).body).toMatchObject({ withdrawn: { reason: 'not genuine' } })
  expect(await at.post(path, { reason: 'again' })).toMatchObject({
    status: 409,
    body: { type: problem('alreadyWithdrawn') },
  })
  expect((await record(licence)).status).toBe(201)
  expect((await record({ ...licence, number: 'TL-2', expiresOn: '2020-01-01' })).status).toBe(400)
})

test('E17: the campus manager is reminded once, 60 days before a certificate expires', async () => {
  const { reminders, lookOn } = await certified()
  await lookOn('2026-03-31T12:00:00Z')
  expect(reminders()).toEqual([])
  // Nine in the morning of 1 April in Shanghai.
  await lookOn('2026-04-01T01:00:00Z')
  await lookOn('2026-04-02T01:00:00Z')
  expect(reminders()).toMatchObject([
    {
      data: {
        ...{ category: 'staff', recipient: { staffId: 'stf_manager' } },
        params: { teacherId: 'stf_teacher', name: 'Teaching licence', expiresOn: '2026-05-31' },
      },
    },
  ])
})

test('E17: the campus says how early, and who is reminded', async () => {
  const { at, record, reminders, lookOn } = await certified()
  await at.put('/policies/certificates', { remindDaysBefore: 10, remindStaffIds: ['stf_one', 'stf_two'] })
  await record({ ...licence, name: 'First aid', number: 'FA-1' })
  await lookOn('2026-05-20T12:00:00Z')
  expect(reminders()).toEqual([])
  await lookOn('2026-05-21T02:00:00Z')
  const told = reminders().map(({ data }) => [data.params.name, data.recipient])
  expect(told).toEqual(
    ['Teaching licence', 'First aid'].flatMap((name) => ['stf_one', 'stf_two'].map((staffId) => [name, { staffId }])),
  )
})

test('E17: nobody is reminded of what was renewed, withdrawn, has expired, or does not expire', async () => {
  const { at, record, reminders, lookOn } = await certified()
  await record({ ...licence, number: 'TL-2', issuedOn: '2026-03-01', expiresOn: '2029-05-31' })
  const { body } = await record({ ...licence, name: 'First aid', number: 'FA-1' })
  await at.post(`/teachers/stf_teacher/certificates/${body.certificateId}/withdrawal`, { reason: 'lost' })
  await record({ ...licence, name: 'Old', number: 'O-1', expiresOn: '2024-05-31' })
  await record({ kind: 'subject', name: 'Degree', number: 'D-1', issuedOn: '2010-06-01' })
  await lookOn('2026-04-20T01:00:00Z')
  expect(reminders()).toEqual([])
  await lookOn('2029-04-01T01:00:00Z')
  expect(reminders()).toHaveLength(1)
})
