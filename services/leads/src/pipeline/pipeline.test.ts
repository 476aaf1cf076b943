import { studentEnrolled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { followUpOverdue, leadConverted, leadLost } from '@tutelage/shared/contracts/leads/events.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import type { Asked } from '@tutelage/shared/testing/http-request.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inquiry, type LeadsBench, leadsBench, stranger } from '../capture/leads-bench.ts'

const anna = { role: 'consultant', id: 'stf_anna' }

async function oneLead() {
  const at = await leadsBench()
  await at.consultants('anna')
  const { leadId, studentId, householdId } = (await at.capture()).body
  const move = (body: object, as: NonNullable<Asked['as']> = anna) => at.post(`/leads/${leadId}/stage`, body, { as })
  const lead = async () => (await at.file(leadId)).lead
  return { at, leadId, studentId, householdId, move, lead }
}

/** What enrollment says when the student of a lead enrolled. */
const enrolled = (at: LeadsBench, ids: { leadId?: string; studentId: string; householdId: string }) => ({
  ...ids,
  enrollmentId: at.ids.next('enrollment'),
  classGroupId: at.ids.next('classGroup'),
  courseId: at.ids.next('course'),
  termId: at.ids.next('term'),
  centihours: 4000,
  priceMinor: 480_000,
  currency: 'CNY',
  startsOn: '2026-03-09',
})

test("L7: a consultant moves their own leads, and lists nobody else's; what is in the pool is claimed first", async () => {
  const { at, move, lead } = await oneLead()
  const colleague = { role: 'consultant', id: 'stf_bert' }
  expect((await move({ stage: 'contacted' }, colleague)).body.type).toContain('notYourLead')
  expect((await lead()).stage).toBe('new')
  expect((await at.get('/leads?consultantId=stf_anna', colleague)).status).toBe(403)
  expect((await at.get('/leads?consultantId=stf_anna', anna)).body.items).toHaveLength(1)
  expect((await move({ stage: 'contacted' }, 'campusManager')).status).toBe(200)
})

test('L7: a lead moves on by staff, and the file tells the days in each stage', async () => {
  const { at, move, lead } = await oneLead()
  at.clock.advance(2 * dayMs)
  expect((await move({ stage: 'contacted' })).body).toMatchObject({ stage: 'contacted' })
  at.clock.advance(3 * dayMs)
  await move({ stage: 'negotiating' })
  at.clock.advance(dayMs)
  expect(await lead()).toMatchObject({ stage: 'negotiating', daysInStage: { new: 2, contacted: 3, negotiating: 1 } })
})

test('L7: nobody moves a lead to won, to a trial, or back to new', async () => {
  const { move, lead } = await oneLead()
  for (const stage of ['won', 'trialBooked', 'trialAttended', 'new']) {
    expect(await move({ stage })).toMatchObject({
      status: 409,
      body: { type: expect.stringContaining('moveNotAllowed') },
    })
  }
  expect((await lead()).stage).toBe('new')
  expect((await move({ stage: 'contacted' }, 'frontDesk')).status).toBe(403)
})

test('L7: a lead is lost with a reason, and nothing is due with it any more', async () => {
  const { at, leadId, move, lead } = await oneLead()
  expect((await move({ stage: 'lost' })).body.type).toContain('lossReasonMissing')
  expect((await move({ stage: 'lost', lossReason: 'rival' })).status).toBe(200)
  expect(await lead()).toMatchObject({ stage: 'lost', lossReason: 'rival' })
  expect(at.eventsOf(leadLost).map(({ data }) => data)).toEqual([{ leadId, reason: 'rival', consultantId: 'stf_anna' }])
  at.clock.advance(dayMs)
  await at.lookAtDue()
  expect(at.eventsOf(followUpOverdue)).toEqual([])
  expect((await at.file(leadId)).followUps).toMatchObject([{ status: 'cancelled' }])
})

test('L7: a lost lead can be reopened, and the reason is gone', async () => {
  const { move, lead } = await oneLead()
  await move({ stage: 'lost', lossReason: 'price' })
  expect((await move({ stage: 'contacted' })).status).toBe(200)
  expect(await lead()).not.toHaveProperty('lossReason')
})

test('L7: an enrollment wins the lead, once however often it is told', async () => {
  const { at, leadId, studentId, householdId, lead } = await oneLead()
  const data = enrolled(at, { leadId, studentId, householdId })
  const eventId = at.ids.next('event')
  for (let time = 0; time < 3; time += 1) await at.deliver(studentEnrolled, data, { eventId })
  expect(await lead()).toMatchObject({ stage: 'won', enrollmentId: data.enrollmentId })
  expect(at.eventsOf(leadConverted).map((event) => event.data)).toEqual([
    { leadId, studentId, enrollmentId: data.enrollmentId, consultantId: 'stf_anna' },
  ])
  expect((await at.get('/follow-ups?consultantId=stf_anna')).body.items).toEqual([])
})

test('L7: an enrollment that names no lead wins the one that brought the student', async () => {
  const { at, studentId, householdId, lead } = await oneLead()
  await at.deliver(studentEnrolled, enrolled(at, { studentId, householdId }))
  expect((await lead()).stage).toBe('won')
})

test('L7: an enrollment of a student whom no lead brought changes nothing', async () => {
  const at = await leadsBench()
  const ids = { studentId: at.ids.next('student'), householdId: at.ids.next('household') }
  expect(await at.deliver(studentEnrolled, enrolled(at, ids))).toEqual({ batchItemFailures: [] })
  expect(at.eventsOf(leadConverted)).toEqual([])
})

test('L7: a lead that was lost before the enrollment is heard of is won', async () => {
  const { at, leadId, studentId, householdId, move, lead } = await oneLead()
  await move({ stage: 'lost', lossReason: 'unreachable' })
  await at.deliver(studentEnrolled, enrolled(at, { leadId, studentId, householdId }))
  expect(await lead()).toMatchObject({ stage: 'won' })
  expect(await lead()).not.toHaveProperty('lossReason')
  expect((await move({ stage: 'lost', lossReason: 'price' })).status).toBe(409)
})

test('L7: an enrollment of a merged lead wins its survivor', async () => {
  const { at, leadId, lead } = await oneLead()
  const other = (await at.capture(stranger(1))).body
  await at.post(`/leads/${leadId}/merge`, { mergedLeadId: other.leadId })
  const { leadId: mergedId, studentId, householdId } = other
  await at.deliver(studentEnrolled, enrolled(at, { leadId: mergedId, studentId, householdId }))
  expect((await lead()).stage).toBe('won')
  expect(at.eventsOf(leadConverted)).toMatchObject([{ data: { leadId } }])
})

test('L7: in whatever order, how often and however interleaved enrollments and a loss are heard of, the lead ends won by the first', async () => {
  const orders = fc.shuffledSubarray(['first', 'second', 'third', 'lost', 'merge'] as const, { minLength: 5 })
  await fc.assert(
    fc.asyncProperty(orders, fc.boolean(), async (order, atOnce) => {
      const { at, leadId, studentId, householdId, move, lead } = await oneLead()
      const other = (await at.capture(inquiry({ guardian: { name: 'Other', email: 'o@family.test' } }))).body
      const days = { first: '02', second: '03', third: '04' }
      const data = { first: leadId, second: other.leadId, third: undefined }
      const ids: Record<string, string> = {}
      const steps = order.map((step) => async () => {
        if (step === 'lost') return move({ stage: 'lost', lossReason: 'other' })
        if (step === 'merge') return at.post(`/leads/${leadId}/merge`, { mergedLeadId: other.leadId })
        const named = data[step]
        const event = enrolled(at, { ...(named && { leadId: named }), studentId, householdId })
        ids[step] = event.enrollmentId
        const meta = { eventId: at.ids.next('event'), occurredAt: `2026-03-${days[step]}T02:00:00.000Z` }
        await at.deliver(studentEnrolled, event, meta)
        return at.deliver(studentEnrolled, event, meta)
      })
      if (atOnce) await Promise.all(steps.map((step) => step()))
      else for (const step of steps) await step()
      expect(await lead()).toMatchObject({ stage: 'won', enrollmentId: ids.first })
    }),
    { numRuns: 25 },
  )
})
