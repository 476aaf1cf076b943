import { enrollmentTerminated, tuitionRefunded } from '@tutelage/shared/contracts/enrollment/events.ts'
import { expect, test } from 'vitest'
import { classOfTwo } from '../testing/class-of-two.ts'
import { evening, problem } from '../testing/enrollment-bench.ts'

const loss = { kind: 'loss', reason: 'dissatisfied', cause: 'teacher' }

test('E13: an enrollment ends for a reason, gives back what the preview showed, and frees its seat', async () => {
  const { at, classGroupId, first, li, wang } = await classOfTwo()
  await at.mark(first, { [li.studentId]: 'attended', [wang.studentId]: 'attended' })
  const path = `/enrollments/${li.enrollmentId}`
  const preview = (await at.get(`${path}/termination-preview`)).body
  expect(preview).toMatchObject({ centihours: 1_800, amountMinor: 360_000, outstandingMinor: 0, owedCentihours: 0 })
  expect(preview.shares).toMatchObject([{ means: 'cash', amountMinor: 360_000 }])
  const wrong = await at.post(`${path}/termination`, { why: loss, refundMinor: 1 })
  expect(wrong).toMatchObject({
    status: 409,
    body: { type: problem('amountChanged'), details: { amountMinor: 360_000 } },
  })
  const { status, body } = await at.post(`${path}/termination`, {
    why: loss,
    refundMinor: 360_000,
    note: 'wants another',
  })
  expect(status).toBe(201)
  expect(body).toMatchObject({ status: 'terminated', state: { why: loss, terminatedAt: evening(0) } })
  expect(body.refunds).toMatchObject([{ means: 'cash', amountMinor: 360_000, reason: 'wants another' }])
  expect(at.eventsOf(enrollmentTerminated)).toMatchObject([
    { data: { enrollmentId: li.enrollmentId, why: loss, refundedMinor: 360_000, currency: 'CNY' } },
  ])
  expect(at.eventsOf(tuitionRefunded)).toMatchObject([{ data: { amountMinor: 360_000 } }])
  expect((await at.get(path)).body).toMatchObject({ status: 'terminated' })
  expect((await at.get(`/students/${li.studentId}/enrollments`)).body.items).toMatchObject([{ status: 'terminated' }])
  expect((await at.get(`/class-groups/${classGroupId}`)).body.seatsTaken).toBe(1)
  const { items } = (await at.get(`/class-groups/${classGroupId}/enrollments`)).body
  expect(items).toEqual([{ studentId: wang.studentId, enrollmentId: wang.enrollmentId }])
  const again = await at.post(`${path}/termination`, { why: loss, refundMinor: 0 })
  expect(again).toMatchObject({ status: 409, body: { type: problem('alreadyEnded') } })
})

test('E13: who left is on no later sheet, and on the sheets of the lessons before, which can still be corrected', async () => {
  const { at, first, second, li, wang } = await classOfTwo()
  await at.mark(first, { [li.studentId]: 'attended', [wang.studentId]: 'attended' })
  await at.post(`/enrollments/${li.enrollmentId}/termination`, { why: loss, refundMinor: 360_000 })
  at.clock.set(evening(1))
  const sheet = async (lesson: string) => (await at.get(`/lessons/${lesson}/attendance`)).body
  expect((await sheet(second)).unmarked).toEqual([wang.studentId])
  const stranger = await at.mark(second, { [li.studentId]: 'attended' })
  expect(stranger).toMatchObject({ status: 409, body: { type: problem('notEnrolled') } })
  expect((await sheet(first)).marks).toHaveLength(2)
  expect((await at.correct(first, li.studentId, 'leave')).status).toBe(201)
  const { hours, money } = await at.balance(li.enrollmentId)
  expect([hours.remainingCentihours, money.prepaidMinor]).toEqual([200, 40_000])
  const part = await at.post(`/enrollments/${li.enrollmentId}/refunds`, { amountMinor: 40_000, reason: 'was on leave' })
  expect(part).toMatchObject({ status: 201, body: { centihours: 200 } })
  expect((await at.balance(li.enrollmentId)).money).toMatchObject({ refundedMinor: 400_000, incomeMinor: 0 })
  expect((await at.get(`/enrollments/${li.enrollmentId}/attendance`)).body.marks).toMatchObject([{ status: 'leave' }])
})

test('E13: what was not paid is given up, but for the lessons that were used', async () => {
  const { at, first, classGroupId } = await classOfTwo()
  const zhao = await at.enrolled(classGroupId, 3, { paidMinor: 0 })
  await at.mark(first, { [zhao.studentId]: 'attended' })
  const path = `/enrollments/${zhao.enrollmentId}`
  expect((await at.get(`${path}/termination-preview`)).body).toMatchObject({
    ...{ amountMinor: 0, shares: [], owedCentihours: 200, outstandingMinor: 40_000 },
  })
  const natural = { kind: 'naturalEnd', reason: 'courseFinished' }
  expect((await at.post(`${path}/termination`, { why: natural, refundMinor: 0 })).status).toBe(201)
  expect((await at.balance(zhao.enrollmentId)).money.outstandingMinor).toBe(40_000)
  expect((await at.pay(zhao.enrollmentId, 40_001)).body).toMatchObject({ type: problem('overpaid') })
  expect((await at.pay(zhao.enrollmentId, 40_000)).body).toMatchObject({ openedCentihours: 200, outstandingMinor: 0 })
  expect((await at.balance(zhao.enrollmentId)).hours).toMatchObject({ owedCentihours: 0, usedCentihours: 200 })
})

test('E13: who left can come back, and each lesson knows by which enrollment they were there', async () => {
  const { at, classGroupId, first, second, li } = await classOfTwo()
  await at.mark(first, { [li.studentId]: 'attended' })
  await at.post(`/enrollments/${li.enrollmentId}/termination`, { why: loss, refundMinor: 360_000 })
  const { status, body } = await at.post('/enrollments', {
    ...{ studentId: li.studentId, classGroupId, centihours: 1_000 },
  })
  expect([status, body.status]).toEqual([201, 'active'])
  await at.pay(body.enrollmentId, 200_000)
  at.clock.set(evening(1))
  await at.mark(second, { [li.studentId]: 'attended' })
  const marked = async (enrollmentId: string) =>
    (await at.get(`/enrollments/${enrollmentId}/attendance`)).body.marks.map(
      (mark: { lessonId: string }) => mark.lessonId,
    )
  expect([await marked(li.enrollmentId), await marked(body.enrollmentId)]).toEqual([[first], [second]])
  expect((await at.correct(first, li.studentId, 'leave')).body.enrollmentId).toBe(li.enrollmentId)
})

test('E13: after the refund window nothing goes back but at the end, and not even then if the campus says so', async () => {
  const { at, li, wang } = await classOfTwo()
  at.clock.set(evening(40))
  const preview = async ({ enrollmentId }: { enrollmentId: string }, of: string) =>
    (await at.get(`/enrollments/${enrollmentId}/${of}-preview`)).body
  expect(await preview(li, 'refund')).toMatchObject({ type: problem('nothingToRefund') })
  expect(await preview(li, 'termination')).toMatchObject({ amountMinor: 400_000 })
  await at.put('/policies/refund', { afterWindowOnTermination: false })
  expect(await preview(wang, 'termination')).toMatchObject({ amountMinor: 0 })
})

test('E13: an enrollment that two end at once ends once, and is refunded once', async () => {
  const { at, classGroupId, li } = await classOfTwo()
  const end = () => at.post(`/enrollments/${li.enrollmentId}/termination`, { why: loss, refundMinor: 400_000 })
  const answers = await Promise.all([end(), end()])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect((await at.get(`/class-groups/${classGroupId}`)).body.seatsTaken).toBe(1)
  expect((await at.balance(li.enrollmentId)).money.refundedMinor).toBe(400_000)
})
