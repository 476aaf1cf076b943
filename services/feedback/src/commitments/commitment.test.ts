import { serviceCommitmentBreached, serviceCommitmentFulfilled } from '@tutelage/shared/contracts/feedback/events.ts'
import { expect, test } from 'vitest'
import { atCampus, type CommitmentBench, commitmentBench } from '../testing/commitment-bench.ts'

const absent = { version: 1, status: 'absent', at: '02T18:05:00' } as const
const statuses = async (bench: CommitmentBench) => (await bench.commitments()).map(({ status }) => status)
const midnight = (day: string): string => new Date(atCampus(`${day}T24:00:00`)).toISOString()

test('F9: an absence promises a call until the end of the day', async () => {
  const bench = await commitmentBench()
  await bench.mark(absent)
  expect(await bench.commitments()).toMatchObject([
    {
      kind: 'sameDayCallAfterAbsence',
      status: 'open',
      dueAt: midnight('02'),
      causedBy: expect.stringMatching(/^evt_/),
    },
  ])
  const list = await bench.ask({ method: 'GET', path: '/commitments', as: 'frontDesk' })
  expect(list.body.items).toHaveLength(1)
})

test('F9: an absence marked after the cut-off is answered on the next working day', async () => {
  const bench = await commitmentBench()
  await bench.mark({ ...absent, at: '02T21:00:00' })
  await bench.mark({ ...absent, lesson: 2, at: '06T21:30:00' })
  await bench.mark({ ...absent, lesson: 3, at: '07T20:59:59' })
  const due = (await bench.commitments()).map(({ dueAt }) => dueAt)
  expect(due).toEqual([midnight('07'), midnight('09'), midnight('03')])
})

test('F9: the cut-off is the campus to say', async () => {
  const bench = await commitmentBench()
  await bench.ask({
    method: 'PUT',
    path: '/policies/commitment',
    body: { sameDayCallCutOff: '18:00' },
    as: 'principal',
  })
  await bench.mark(absent)
  expect((await bench.commitments())[0]?.dueAt).toBe(midnight('03'))
})

test('F9: a leave that was asked for promises nothing', async () => {
  const bench = await commitmentBench()
  await bench.mark({ ...absent, status: 'leave' })
  expect(await bench.commitments()).toEqual([])
})

test('F9: a call that reaches the family keeps the promise and is its evidence', async () => {
  const bench = await commitmentBench()
  await bench.mark(absent)
  const { body } = await bench.call()
  const { returnVisitId } = body.returnVisit
  const [kept] = await bench.commitments()
  expect(kept).toMatchObject({ status: 'fulfilled', evidence: returnVisitId })
  expect(body.fulfilledCommitmentIds).toEqual([kept?.commitmentId])
  expect(bench.eventsOf(serviceCommitmentFulfilled)[0]?.data).toMatchObject({ evidence: returnVisitId })
})

test('F9: one call answers for all lessons missed that day', async () => {
  const bench = await commitmentBench()
  await bench.mark(absent)
  await bench.mark({ ...absent, lesson: 2 })
  expect((await bench.call()).body.fulfilledCommitmentIds).toHaveLength(2)
})

test('F9: a call that reached nobody, a mail or a visit is no call', async () => {
  const bench = await commitmentBench()
  await bench.mark(absent)
  for (const visit of [{ outcome: 'noAnswer' }, { channel: 'email' }, { channel: 'home' }]) await bench.call(visit)
  expect(await statuses(bench)).toEqual(['open'])
})

test('F9: a call made before the absence was heard of keeps the promise, one before the lesson does not', async () => {
  const bench = await commitmentBench()
  bench.clock.set(atCampus('02T16:59:00'))
  await bench.call()
  await bench.mark({ ...absent, lesson: 1 })
  expect(await statuses(bench)).toEqual(['open'])
  bench.clock.set(atCampus('02T17:20:00'))
  await bench.call()
  await bench.mark({ ...absent, lesson: 2 })
  expect(await statuses(bench)).toEqual(['fulfilled', 'fulfilled'])
})

test('F9: a promise that nobody kept is broken at the end of the day, once, whoever calls afterwards', async () => {
  const bench = await commitmentBench()
  await bench.mark(absent)
  bench.clock.set(atCampus('02T23:59:59'))
  await bench.runDue()
  expect(await statuses(bench)).toEqual(['open'])
  bench.clock.set(atCampus('03T00:00:00'))
  expect((await bench.call()).body.fulfilledCommitmentIds).toEqual([])
  await bench.runDue()
  await bench.runDue()
  await bench.call()
  expect(await statuses(bench)).toEqual(['breached'])
  expect(bench.eventsOf(serviceCommitmentBreached)).toHaveLength(1)
  expect(bench.eventsOf(serviceCommitmentFulfilled)).toEqual([])
})

test('F9: an absence that was a mistake promises nothing any more', async () => {
  const bench = await commitmentBench()
  await bench.mark(absent)
  await bench.mark({ version: 2, before: 'absent', status: 'late', at: '02T19:00:00' })
  bench.clock.set(atCampus('04T09:00:00'))
  await bench.runDue()
  expect(await statuses(bench)).toEqual(['cancelled'])
  expect(bench.events().map(({ name }) => name)).not.toContain('ServiceCommitmentBreached')
})

test('F9: a correction that is heard of before the absence cancels it all the same', async () => {
  const bench = await commitmentBench()
  await bench.mark({ version: 2, before: 'absent', status: 'attended', at: '02T19:00:00' })
  await bench.mark(absent)
  expect(await statuses(bench)).toEqual(['cancelled'])
})

test('F9: a mark corrected to an absence promises a call as well', async () => {
  const bench = await commitmentBench()
  await bench.mark({ version: 2, before: 'attended', status: 'absent', at: '03T10:00:00' })
  expect(await bench.commitments()).toMatchObject([{ status: 'open', dueAt: midnight('03') }])
})
