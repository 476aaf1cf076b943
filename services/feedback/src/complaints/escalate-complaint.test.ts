import { complaintEscalated } from '@tutelage/shared/contracts/feedback/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { type ComplaintBench, complaintBench } from '../testing/complaint-bench.ts'

const told = (bench: ComplaintBench) =>
  bench.eventsOf(complaintEscalated).map(({ data }) => `${data.target} ${data.stage} ${data.to}`)

/** At the campus, in March 2026. */
const at = (text: string): string => `2026-03-${text}+08:00`

test('F3: the campus manager is warned, then the principal hears of the breach, each once', async () => {
  const bench = await complaintBench()
  await bench.file()
  bench.clock.set(at('02T10:29:59'))
  await bench.runDue()
  expect(told(bench)).toEqual([])
  bench.clock.set(at('02T10:30:00'))
  await bench.runDue()
  await bench.runDue()
  expect(told(bench)).toEqual(['acknowledge warning campusManager'])
  bench.clock.set(at('02T11:00:00'))
  await bench.runDue()
  expect(told(bench)).toEqual(['acknowledge warning campusManager', 'acknowledge breach principal'])
})

test('F3: a major complaint has shorter targets', async () => {
  const bench = await complaintBench()
  await bench.file({ severity: 'major' })
  bench.clock.set(at('02T10:00:00'))
  await bench.runDue()
  expect(told(bench)).toEqual(['acknowledge breach principal'])
})

test('F3: over the weekend no clock runs', async () => {
  const bench = await complaintBench(at('06T17:00:00'))
  await bench.file()
  bench.clock.set(at('09T09:00:00'))
  await bench.runDue()
  expect(told(bench)).toEqual([])
  bench.clock.set(at('09T10:00:00'))
  await bench.runDue()
  expect(told(bench)).toEqual(['acknowledge breach principal'])
})

test('F3: while the family is waited for nothing is due; afterwards what was left goes on', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file()
  await bench.post(complaintId, 'acknowledgement')
  await bench.post(complaintId, 'pause', { reason: 'waitingForFamily' })
  bench.clock.advance(30 * dayMs)
  await bench.runDue()
  expect(told(bench)).toEqual([])
  await bench.post(complaintId, 'resumption')
  bench.clock.advance(6 * dayMs)
  await bench.runDue()
  expect(told(bench)).toEqual(['update breach principal', 'resolve breach principal'])
})

test('F3: telling the family restarts the clock of the next telling', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file()
  await bench.post(complaintId, 'acknowledgement')
  bench.clock.set(at('02T16:00:00'))
  await bench.post(complaintId, 'updates', { note: '正在调查' }, 'consultant')
  bench.clock.set(at('03T11:00:00'))
  await bench.runDue()
  expect(told(bench)).toEqual([])
})

test('F3: who is late by a minute has not outrun the breach', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file()
  bench.clock.set(at('02T11:01:00'))
  await bench.post(complaintId, 'acknowledgement')
  expect(told(bench)).toEqual(['acknowledge breach principal'])
  await bench.runDue()
  expect(told(bench)).toHaveLength(1)
})

test('F3: what is resolved is not due any more', async () => {
  const bench = await complaintBench()
  const complaintId = await bench.file()
  await bench.resolve(complaintId)
  bench.clock.advance(30 * dayMs)
  await bench.runDue()
  expect(told(bench)).toEqual([])
})

test('F3: the campus says who gets the mail, and how long the targets are', async () => {
  const bench = await complaintBench()
  const body = {
    normal: { acknowledgeWorkingMinutes: 30 },
    warnStaffIds: ['stf_wang'],
    breachStaffIds: ['stf_zhao', 'stf_qian'],
  }
  const set = await bench.ask({ method: 'PUT', path: '/policies/complaint', body, as: 'principal' })
  expect(set.status).toBe(200)
  const complaintId = await bench.file()
  bench.clock.set(at('02T09:25:00'))
  await bench.runDue()
  bench.clock.set(at('02T09:30:00'))
  await bench.runDue()
  const mails = bench.eventsOf(messageRequested).filter(({ data }) => data.template === 'complaintEscalation')
  expect(mails.map(({ data }) => data.recipient)).toEqual([
    { staffId: 'stf_wang' },
    { staffId: 'stf_zhao' },
    { staffId: 'stf_qian' },
  ])
  expect(mails[0]?.data).toMatchObject({
    category: 'staff',
    params: { complaintId, target: 'acknowledge', stage: 'warning', dueAt: '2026-03-02T01:30:00.000Z' },
  })
  expect(new Set(mails.map(({ data }) => data.occasion)).size).toBe(3)
})
