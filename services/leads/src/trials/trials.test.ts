import { trialAttended, trialBooked } from '@tutelage/shared/contracts/leads/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { hourMs } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { leadsBench, stranger } from '../capture/leads-bench.ts'

const startsAt = '2026-03-03T02:00:00.000Z'

async function oneTrial(capacity = 2) {
  const at = await leadsBench()
  await at.consultants('anna')
  const offered = await at.post('/trial-lessons', {
    startsAt,
    capacity,
    subject: 'Maths P5',
    kind: 'own',
    teacherId: 'stf_demo-teacher',
  })
  const { trialLessonId } = offered.body
  const lead = async (number: number) => (await at.capture(stranger(number))).body
  const book = (leadId: string) => at.post(`/trial-lessons/${trialLessonId}/bookings`, { leadId }, { as: 'consultant' })
  const mark = (id: string, attended: boolean) =>
    at.post(`/trial-bookings/${id}/attendance`, { attended }, { as: 'teacher' })
  const stage = async (leadId: string) => (await at.file(leadId)).lead.stage
  return { at, offered, trialLessonId, lead, book, mark, stage }
}

test('L8: a trial lesson is offered with its seats, and listed by when it starts', async () => {
  const { at, offered, trialLessonId } = await oneTrial()
  expect(offered).toMatchObject({ status: 201, body: { capacity: 2, seatsTaken: 0, kind: 'own' } })
  const earlier = { startsAt: '2026-03-02T08:00:00Z', capacity: 1, subject: 'English', kind: 'sitIn' }
  const sitIn = (await at.post('/trial-lessons', earlier)).body.trialLessonId
  const listed = async (query: string) =>
    (await at.get(`/trial-lessons${query}`)).body.items.map((item: { trialLessonId: string }) => item.trialLessonId)
  expect(await listed('')).toEqual([sitIn, trialLessonId])
  expect(await listed('?from=2026-03-03T00:00:00Z')).toEqual([trialLessonId])
  expect(await listed('?to=2026-03-03T02:00:00Z')).toEqual([sitIn])
  expect((await at.post('/trial-lessons', { ...earlier, startsAt: '2026-03-02T00:59:59Z' })).body.type).toContain(
    'startsInPast',
  )
})

test('L8: a teacher marks who came to their own trial lesson', async () => {
  const { at, lead, book } = await oneTrial()
  const { trialBookingId } = (await book((await lead(1)).leadId)).body
  at.clock.set(startsAt)
  const path = `/trial-bookings/${trialBookingId}/attendance`
  const colleague = { role: 'teacher', id: 'stf_somebody-else' }
  const refused = await at.post(path, { attended: true }, { as: colleague })
  expect(refused).toMatchObject({ status: 403, body: { type: expect.stringContaining('notYourTrial') } })
  expect((await at.post(path, { attended: true }, { as: 'teacher' })).status).toBe(200)
})

test('L8: a booking takes a seat, moves the pipeline and confirms to the family', async () => {
  const { at, trialLessonId, lead, book, stage } = await oneTrial()
  const { leadId, studentId } = await lead(1)
  const booked = await book(leadId)
  expect(booked).toMatchObject({ status: 201, body: { status: 'booked', leadId, studentId, startsAt } })
  const { trialBookingId } = booked.body
  expect(await stage(leadId)).toBe('trialBooked')
  expect(at.eventsOf(trialBooked).map(({ data }) => data)).toEqual([
    { leadId, studentId, trialBookingId, trialLessonId, startsAt },
  ])
  const [message] = at.eventsOf(messageRequested).filter(({ data }) => data.template === 'trialConfirmed')
  expect(message?.data).toMatchObject({
    recipient: { leadId },
    category: 'receipt',
    params: { subject: 'Maths P5', startsAt },
  })
  expect((await at.get(`/trial-lessons/${trialLessonId}/bookings`)).body.items).toMatchObject([{ trialBookingId }])
  expect((await at.file(leadId)).trialBookings).toMatchObject([{ trialBookingId, status: 'booked' }])
})

test('L8: of ten rivals for the last two seats, two get one', async () => {
  const { at, trialLessonId, lead, book } = await oneTrial(2)
  const leads: string[] = []
  for (let n = 0; n < 10; n += 1) leads.push((await lead(n)).leadId)
  const answers = await Promise.all(leads.map((leadId) => book(leadId)))
  expect(answers.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(2)
  const refused = answers.filter(({ status }) => status !== 201)
  expect(refused.every(({ body }) => body.type.includes('trialFull'))).toBe(true)
  expect(at.eventsOf(trialBooked)).toHaveLength(2)
  expect((await at.get(`/trial-lessons/${trialLessonId}/bookings`)).body.items).toHaveLength(2)
  expect((await at.get('/trial-lessons')).body.items).toMatchObject([{ seatsTaken: 2, capacity: 2 }])
})

test('L8: one lead has one seat in a lesson, also when it books twice at once or was merged', async () => {
  const { at, lead, book } = await oneTrial(5)
  const { leadId } = await lead(1)
  const answers = await Promise.all([book(leadId), book(leadId)])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  const survivor = await lead(2)
  await at.post(`/leads/${survivor.leadId}/merge`, { mergedLeadId: leadId })
  expect((await book(survivor.leadId)).body.type).toContain('alreadyBooked')
})

test('L8: no seat in a lesson that has begun, for a lead that is closed, or for nobody', async () => {
  const { at, lead, book } = await oneTrial()
  const { leadId } = await lead(1)
  const lost = await lead(2)
  await at.post(`/leads/${lost.leadId}/stage`, { stage: 'lost', lossReason: 'distance' })
  expect((await book(lost.leadId)).body.type).toContain('leadClosed')
  expect((await book('led_01HZZZZZZZZZZZZZZZZZZZZZZZ')).body.type).toContain('unknownLead')
  expect((await at.post('/trial-lessons/trl_01HZZZZZZZZZZZZZZZZZZZZZZZ/bookings', { leadId })).status).toBe(404)
  at.clock.set(startsAt)
  expect((await book(leadId)).body.type).toContain('trialStarted')
})

test('L8: who came is marked once, not before the lesson, and moves the pipeline', async () => {
  const { at, lead, book, mark, stage } = await oneTrial()
  const { leadId, studentId } = await lead(1)
  const { trialBookingId, trialLessonId } = (await book(leadId)).body
  expect((await mark(trialBookingId, true)).body.type).toContain('trialNotStarted')
  at.clock.set(startsAt)
  expect((await mark(trialBookingId, true)).body).toMatchObject({ status: 'attended', markedAt: startsAt })
  expect((await mark(trialBookingId, false)).body.type).toContain('alreadyMarked')
  expect(await stage(leadId)).toBe('trialAttended')
  expect(at.eventsOf(trialAttended).map(({ data }) => data)).toEqual([
    { leadId, studentId, trialBookingId, trialLessonId },
  ])
  expect((await mark('trb_01HZZZZZZZZZZZZZZZZZZZZZZZ', true)).status).toBe(404)
})

test('L8: whoever stayed away is to be called, and nothing says that they came', async () => {
  const { at, lead, book, mark, stage } = await oneTrial()
  const { leadId, followUpId } = await lead(1)
  await at.post(`/follow-ups/${followUpId}/completion`, { outcome: 'reached' })
  const { trialBookingId } = (await book(leadId)).body
  at.clock.set(startsAt)
  at.clock.advance(hourMs)
  expect((await mark(trialBookingId, false)).body).toMatchObject({ status: 'missed' })
  expect(await stage(leadId)).toBe('contacted')
  expect((await at.get('/follow-ups?consultantId=stf_anna')).body.items).toMatchObject([
    { leadId, purpose: 'missedTrial' },
  ])
  expect(at.eventsOf(trialAttended)).toEqual([])
})
