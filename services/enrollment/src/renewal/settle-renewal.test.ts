import type { EventContract } from '@tutelage/shared/contracts/define-event.ts'
import {
  classTransferred,
  enrollmentLapsed,
  enrollmentTerminated,
  tuitionPaid,
  tuitionRefunded,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import { instant } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { afterCutOff, termOfThree } from '../testing/renewal-scene.ts'

const cutOffDay = instant('2026-06-14T10:00:00Z')
const dayAfter = instant('2026-06-15T10:00:00Z')

/** The class of three after its census, whose events are told in whatever order a test likes. */
async function countedThree() {
  const scene = await termOfThree()
  const { at, next, rate } = scene
  await scene.census()
  await at.put('/policies/refund', { refundWindowDays: 365 })
  const enroll = async (studentId: string, classGroupId: string = next.classGroupId): Promise<string> =>
    (await at.post('/enrollments', { studentId, classGroupId, centihours: 1_000 })).body.enrollmentId
  const end = async (enrollmentId: string, why: object = { kind: 'loss', reason: 'needGone' }) => {
    const path = `/enrollments/${enrollmentId}/termination`
    const { amountMinor } = (await at.get(`${path}-preview`)).body
    expect((await at.post(path, { why, refundMinor: amountMinor })).status).toBe(201)
  }
  const refund = async (enrollmentId: string, amountMinor: number) => {
    const body = { part: { amountMinor }, amountMinor, reason: 'fewer lessons' }
    expect((await at.post(`/enrollments/${enrollmentId}/refunds`, body)).status).toBe(201)
  }
  /** The events of a kind that an enrollment told, as they were told: the latest first. */
  const tellBackwards = async <C extends EventContract>(contract: C, enrollmentId: string) => {
    const told = at.eventsOf(contract).filter(({ meta }) => meta.aggregateId === enrollmentId)
    expect(told.length).toBeGreaterThan(0)
    for (const { data, meta } of [...told].reverse()) await at.deliver(contract, data, meta)
  }
  const close = async () => {
    at.clock.set(afterCutOff)
    await at.runDaily('close-renewals')
  }
  const outcomeOf = async (studentId: string) =>
    (await rate()).items.find((item: { studentId: string }) => item.studentId === studentId).outcome
  const lapsesOf = (studentId: string) =>
    at.eventsOf(enrollmentLapsed).filter(({ data }) => data.studentId === studentId)
  const worksOn = async (studentId: string) =>
    (await at.get('/renewal-work')).body.items.some((item: { studentId: string }) => item.studentId === studentId)
  return { ...scene, enroll, end, refund, tellBackwards, close, outcomeOf, lapsesOf, worksOn }
}

test('E14: who gives one of two paid classes of the next term back has still renewed, by the other, since the day it was paid', async () => {
  const { at, next, li, renew, enroll, end, close, outcomeOf, tellBackwards, lapsesOf } = await countedThree()
  const other = await at.classGroup({ termId: next.termId, teacherId: 'stf_english' })
  const maths = await renew(li.studentId)
  const english = await enroll(li.studentId, other.classGroupId)
  await at.pay(english, 200_000)
  await tellBackwards(tuitionPaid, english)
  expect(await outcomeOf(li.studentId)).toMatchObject({ status: 'renewed', enrollmentId: maths })
  at.clock.set(cutOffDay)
  await end(maths)
  await close()
  await tellBackwards(enrollmentTerminated, maths)
  const renewed = { status: 'renewed', enrollmentId: english, renewedOn: '2026-05-03' }
  expect(await outcomeOf(li.studentId)).toEqual(renewed)
  expect(lapsesOf(li.studentId)).toEqual([])
})

test('E14: who gives the next term back by the cut-off has lapsed, told once, also when it is told after the census closed', async () => {
  const { at, li, renew, end, close, outcomeOf, tellBackwards, lapsesOf, worksOn } = await countedThree()
  const enrollmentId = await renew(li.studentId)
  at.clock.set(cutOffDay)
  await end(enrollmentId)
  await close()
  expect(await outcomeOf(li.studentId)).toMatchObject({ status: 'renewed' })
  await tellBackwards(enrollmentTerminated, enrollmentId)
  await tellBackwards(tuitionRefunded, enrollmentId)
  expect(await outcomeOf(li.studentId)).toMatchObject({ status: 'lapsed', lapsedAt: afterCutOff })
  expect(lapsesOf(li.studentId)).toHaveLength(1)
  expect(await worksOn(li.studentId)).toBe(false)
})

test('E14: a natural end while somebody had renewed counts once the renewal is undone', async () => {
  const { at, li, renew, end, rate, tellBackwards, worksOn } = await countedThree()
  const enrollmentId = await renew(li.studentId)
  await end(li.enrollmentId, { kind: 'naturalEnd', reason: 'graduated' })
  await tellBackwards(enrollmentTerminated, li.enrollmentId)
  expect(await rate()).toMatchObject({ renewed: 1, naturalEnds: 0 })
  at.clock.set(cutOffDay)
  await end(enrollmentId)
  await tellBackwards(enrollmentTerminated, enrollmentId)
  expect(await rate()).toMatchObject({ renewed: 0, naturalEnds: 1, open: 2 })
  expect(await worksOn(li.studentId)).toBe(false)
})

test('E14: who ended naturally and paid for a later term has renewed, whichever is told first', async () => {
  for (const first of ['end', 'payment'] as const) {
    const { li, renew, end, rate, outcomeOf, tellBackwards } = await countedThree()
    await end(li.enrollmentId, { kind: 'naturalEnd', reason: 'courseFinished' })
    if (first === 'end') await tellBackwards(enrollmentTerminated, li.enrollmentId)
    const enrollmentId = await renew(li.studentId)
    if (first === 'payment') await tellBackwards(enrollmentTerminated, li.enrollmentId)
    expect(await outcomeOf(li.studentId), first).toMatchObject({ status: 'renewed', enrollmentId })
    expect(await rate()).toMatchObject({ renewed: 1, naturalEnds: 0 })
  }
})

test('E14: a later term that is paid and not told of counts before a natural end', async () => {
  const { at, li, enroll, end, outcomeOf, tellBackwards } = await countedThree()
  const enrollmentId = await enroll(li.studentId)
  await at.pay(enrollmentId, 200_000)
  await end(li.enrollmentId, { kind: 'naturalEnd', reason: 'courseFinished' })
  await tellBackwards(enrollmentTerminated, li.enrollmentId)
  expect(await outcomeOf(li.studentId)).toMatchObject({ status: 'renewed', enrollmentId })
})

test('E14: a natural end that is told after the cut-off has not lapsed', async () => {
  const { at, li, end, close, rate, tellBackwards, lapsesOf } = await countedThree()
  at.clock.set(cutOffDay)
  await end(li.enrollmentId, { kind: 'naturalEnd', reason: 'graduated' })
  await close()
  await tellBackwards(enrollmentTerminated, li.enrollmentId)
  expect(await rate()).toMatchObject({ naturalEnds: 1, lapsed: 2 })
  expect(lapsesOf(li.studentId)).toEqual([])
})

test('E14: the payment that completes the price decides whether it was by the cut-off, whichever is told first', async () => {
  const { at, li, wang, enroll, close, outcomeOf, tellBackwards } = await countedThree()
  const [late, inTime] = [await enroll(li.studentId), await enroll(wang.studentId)]
  await at.pay(inTime, 100_000)
  at.clock.set(cutOffDay)
  for (const enrollmentId of [late, inTime]) await at.pay(enrollmentId, 100_000)
  at.clock.set(dayAfter)
  await at.pay(late, 100_000)
  for (const enrollmentId of [late, inTime]) await tellBackwards(tuitionPaid, enrollmentId)
  await at.runDaily('close-renewals')
  expect(await outcomeOf(li.studentId)).toMatchObject({ status: 'lapsed' })
  expect(await outcomeOf(wang.studentId)).toMatchObject({ status: 'renewed', renewedOn: '2026-06-14' })
  await close()
})

test('E14: a refund of what was bought beside the agreed hours undoes nothing when it is told after a larger one of after the cut-off', async () => {
  const { at, li, renew, refund, outcomeOf, tellBackwards } = await countedThree()
  const enrollmentId = await renew(li.studentId)
  await at.post(`/enrollments/${enrollmentId}/purchases`, { centihours: 100 })
  at.clock.set(instant('2026-05-10T10:00:00Z'))
  await at.pay(enrollmentId, 20_000)
  at.clock.set(cutOffDay)
  await refund(enrollmentId, 20_000)
  at.clock.set(dayAfter)
  await refund(enrollmentId, 40_000)
  await tellBackwards(tuitionRefunded, enrollmentId)
  await tellBackwards(tuitionPaid, enrollmentId)
  expect(await outcomeOf(li.studentId)).toMatchObject({ status: 'renewed', renewedOn: '2026-05-03' })
})

test('E10, E14: a payment that is told after the transfer to another class of the next term renews by that one, a refund there undoes it', async () => {
  const { at, next, li, enroll, refund, outcomeOf, tellBackwards } = await countedThree()
  const enrollmentId = await enroll(li.studentId)
  await at.pay(enrollmentId, 200_000)
  at.clock.set(dayAfter)
  const other = await at.classGroup({ termId: next.termId, courseId: next.courseId, teacherId: 'stf_other' })
  const change = { toClassGroupId: other.classGroupId, differenceMinor: 0 }
  const to = (await at.post(`/enrollments/${enrollmentId}/transfers`, change)).body.enrollmentId
  await tellBackwards(classTransferred, enrollmentId)
  await tellBackwards(tuitionPaid, enrollmentId)
  const renewed = { status: 'renewed', enrollmentId: to, renewedOn: '2026-05-03' }
  expect(await outcomeOf(li.studentId)).toEqual(renewed)
  await refund(to, 100_000)
  await tellBackwards(tuitionRefunded, to)
  expect(await outcomeOf(li.studentId)).toEqual(renewed)
})

test('E10, E14: a refund by the cut-off in the class that was changed to undoes the renewal also when it is told before the transfer', async () => {
  const { at, next, li, renew, refund, outcomeOf, tellBackwards } = await countedThree()
  const enrollmentId = await renew(li.studentId)
  const other = await at.classGroup({ termId: next.termId, courseId: next.courseId, teacherId: 'stf_other' })
  const change = { toClassGroupId: other.classGroupId, differenceMinor: 0 }
  const to = (await at.post(`/enrollments/${enrollmentId}/transfers`, change)).body.enrollmentId
  at.clock.set(cutOffDay)
  await refund(to, 100_000)
  await tellBackwards(tuitionRefunded, to)
  await tellBackwards(classTransferred, enrollmentId)
  const refunded = { enrollmentId: to, refundedOn: '2026-06-14' }
  expect(await outcomeOf(li.studentId)).toEqual({ status: 'open', refunded })
})
