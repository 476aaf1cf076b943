import {
  attendanceCorrected,
  balanceRanLow,
  classTransferred,
  enrollmentTerminated,
  lessonHoursDeducted,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import { expect, test } from 'vitest'
import { classOfTwo } from '../testing/class-of-two.ts'
import { evening, problem } from '../testing/enrollment-bench.ts'

type Bench = Awaited<ReturnType<typeof classOfTwo>>['at']
const other = { teacherId: 'stf_other' }

/** A class of another course at so much an hour. */
async function classAt(at: Bench, amountMinor: number, change: Readonly<Record<string, unknown>> = {}) {
  const group = await at.classGroup({ ...other, ...change })
  const price = { effectiveFrom: at.clock.now().slice(0, 10), amountMinor, perCentihours: 100 }
  await at.post(`/courses/${group.courseId}/list-prices`, price)
  return group
}

/** Another class of the same course. */
async function sameCourse(at: Bench, classGroupId: string, change: Readonly<Record<string, unknown>> = {}) {
  const { courseId, termId } = (await at.get(`/class-groups/${classGroupId}`)).body
  return at.classGroup({ ...other, courseId, termId, ...change })
}

const transfer = (at: Bench, enrollmentId: string, toClassGroupId: string, differenceMinor = 0) =>
  at.post(`/enrollments/${enrollmentId}/transfers`, { toClassGroupId, differenceMinor })

test('E10: in a dearer class the difference is to be paid, the money goes along, history stays, and nothing counts as a loss', async () => {
  const { at, classGroupId, first, li, wang } = await classOfTwo()
  await at.mark(first, { [li.studentId]: 'attended', [wang.studentId]: 'attended' })
  const to = await classAt(at, 25_000)
  const body = { toClassGroupId: to.classGroupId }
  const preview = (await at.post(`/enrollments/${li.enrollmentId}/transfer-preview`, body)).body
  expect(preview).toMatchObject({
    ...{ remainingCentihours: 1_800, prepaidMinor: 360_000, unpaidMinor: 0, owedCentihours: 0 },
    ...{ priceMinor: 450_000, differenceMinor: 90_000, outstandingMinor: 90_000 },
    ...{ openCentihours: 1_440, toPayCentihours: 360, extraCentihours: 0 },
  })
  expect(await transfer(at, li.enrollmentId, to.classGroupId, 89_999)).toMatchObject({
    status: 409,
    body: { type: problem('amountChanged'), details: { differenceMinor: 90_000 } },
  })
  const done = await transfer(at, li.enrollmentId, to.classGroupId, 90_000)
  expect(done).toMatchObject({ status: 201, body: { fromEnrollmentId: li.enrollmentId, settlement: preview } })
  const { enrollmentId } = done.body
  expect((await at.get(`/enrollments/${li.enrollmentId}`)).body.state).toEqual({
    ...{ status: 'transferred', transferredAt: evening(0), toEnrollmentId: enrollmentId },
  })
  expect(at.eventsOf(classTransferred)).toMatchObject([
    { data: { enrollmentId: li.enrollmentId, toEnrollmentId: enrollmentId, toClassGroupId: to.classGroupId } },
  ])
  expect(at.eventsOf(enrollmentTerminated)).toEqual([])
  const before = await at.balance(li.enrollmentId)
  expect([before.hours.remainingCentihours, before.hours.usedCentihours, before.money.prepaidMinor]).toEqual([
    0, 200, 0,
  ])
  expect((await at.get(`/enrollments/${li.enrollmentId}/attendance`)).body.marks).toMatchObject([{ lessonId: first }])
  await at.pay(enrollmentId, 90_000)
  const after = await at.balance(enrollmentId)
  expect([after.hours.remainingCentihours, after.money.prepaidMinor]).toEqual([1_800, 450_000])
  const seats = async (id: string) => (await at.get(`/class-groups/${id}`)).body.seatsTaken
  expect([await seats(classGroupId), await seats(to.classGroupId)]).toEqual([1, 1])
})

test('E10: in a cheaper class the money buys more hours, which go back the way their payment came', async () => {
  const { at, li } = await classOfTwo()
  const to = await classAt(at, 16_000)
  const done = await transfer(at, li.enrollmentId, to.classGroupId, -80_000)
  expect(done.body.settlement).toMatchObject({ openCentihours: 2_500, extraCentihours: 500, outstandingMinor: 0 })
  const [payment] = (await at.get(`/enrollments/${li.enrollmentId}/payments`)).body.items
  const preview = (await at.get(`/payments/${payment.paymentId}/refund-preview`)).body
  expect(preview).toMatchObject({ enrollmentId: done.body.enrollmentId, centihours: 2_500, amountMinor: 400_000 })
  const credit = { part: { amountMinor: 80_000 }, amountMinor: 80_000, reason: 'the new class costs less' }
  const back = await at.post(`/enrollments/${done.body.enrollmentId}/refunds`, credit)
  expect(back.body.refunds).toMatchObject([{ paymentId: payment.paymentId, amountMinor: 80_000, centihours: 500 }])
})

test('E10: hours owed go along, and a correction of the old class settles in the new one', async () => {
  const { at, classGroupId, first } = await classOfTwo()
  const zhao = await at.enrolled(classGroupId, 3, { paidMinor: 0 })
  await at.mark(first, { [zhao.studentId]: 'attended' })
  const to = await sameCourse(at, classGroupId)
  const { enrollmentId } = (await transfer(at, zhao.enrollmentId, to.classGroupId)).body
  expect((await at.balance(zhao.enrollmentId)).hours.owedCentihours).toBe(0)
  expect(await at.balance(enrollmentId)).toMatchObject({
    hours: { owedCentihours: 200 },
    money: { outstandingMinor: 400_000 },
  })
  await at.pay(enrollmentId, 400_000)
  expect((await at.balance(enrollmentId)).hours).toMatchObject({ remainingCentihours: 1_800, owedCentihours: 0 })
  expect((await at.correct(first, zhao.studentId, 'leave')).status).toBe(201)
  const [told] = at.eventsOf(attendanceCorrected)
  if (!told) throw new Error('no correction was told')
  const eventId = at.ids.next('event')
  await at.deliver(attendanceCorrected, told.data, { eventId })
  await at.deliver(attendanceCorrected, told.data, { eventId })
  const entries = async () => (await at.balance(enrollmentId)).entries.length
  const before = await entries()
  // Nothing is left behind for another correction to carry over again.
  await at.deliver(attendanceCorrected, told.data)
  expect(await entries()).toBe(before)
  const { hours, money } = await at.balance(enrollmentId)
  expect([hours.remainingCentihours, money.prepaidMinor, money.incomeMinor]).toEqual([2_000, 400_000, 0])
  expect((await at.balance(zhao.enrollmentId)).hours).toMatchObject({ remainingCentihours: 0, owedCentihours: 0 })
})

test('E10: hours used without being paid are owed as agreed, and only the others cost what the new class costs', async () => {
  const { at, classGroupId, first } = await classOfTwo()
  const zhao = await at.enrolled(classGroupId, 3, { paidMinor: 0 })
  await at.mark(first, { [zhao.studentId]: 'attended' })
  const { courseId } = (
    await at.post('/courses', { title: { 'zh-CN': '奥数', en: 'Olympiad' }, subject: 'Maths', level: 9 })
  ).body
  const price = { effectiveFrom: '2026-01-01', amountMinor: 100_000, perCentihours: 100 }
  await at.post(`/courses/${courseId}/list-prices`, price)
  const to = await sameCourse(at, classGroupId, { courseId })
  const preview = await at.post(`/enrollments/${zhao.enrollmentId}/transfer-preview`, {
    toClassGroupId: to.classGroupId,
  })
  expect(preview.body).toMatchObject({ owedCentihours: 200, unpaidCentihours: 2_000, unpaidMinor: 400_000 })
  expect(preview.body).toMatchObject({ priceMinor: 1_840_000, differenceMinor: 1_440_000, toPayCentihours: 2_000 })
  expect(preview.body.rules.at(-1)).toEqual({ rule: 'usedBeforeTransfer', amountMinor: 40_000 })
})

test('E10: hours that a correction gives back to the old class go on to the new one', async () => {
  const { at, classGroupId, first, li } = await classOfTwo()
  await at.mark(first, { [li.studentId]: 'attended' })
  const to = await sameCourse(at, classGroupId)
  const { enrollmentId } = (await transfer(at, li.enrollmentId, to.classGroupId)).body
  await at.correct(first, li.studentId, 'leave')
  const [told] = at.eventsOf(attendanceCorrected)
  if (!told) throw new Error('no correction was told')
  await at.deliver(attendanceCorrected, told.data)
  const { hours, money } = await at.balance(enrollmentId)
  expect([hours.remainingCentihours, money.prepaidMinor]).toEqual([2_000, 400_000])
})

test('E5, E10: what a debt from the class before repaid, and a correction takes back, was never less than nothing earned', async () => {
  const { at, classGroupId, first } = await classOfTwo()
  const zhao = await at.enrolled(classGroupId, 3, { centihours: 200 })
  const carryOver = async (lessonsBefore: number) => {
    const [told] = at.eventsOf(lessonHoursDeducted).slice(lessonsBefore)
    if (!told) throw new Error('no deduction was told')
    await at.deliver(lessonHoursDeducted, told.data)
  }
  const two = await sameCourse(at, classGroupId)
  const [ofTwo = ''] = await at.lessons(two.classGroupId, 1)
  const inTwo = (await transfer(at, zhao.enrollmentId, two.classGroupId)).body
  at.clock.set(evening(1))
  expect((await at.mark(first, { [zhao.studentId]: 'attended' })).status).toBe(201)
  await carryOver(0)
  expect((await at.balance(inTwo.enrollmentId)).money).toMatchObject({ prepaidMinor: 0, incomeMinor: 40_000 })
  at.clock.set(evening(2))
  expect((await at.mark(ofTwo, { [zhao.studentId]: 'attended' })).status).toBe(201)
  const three = await sameCourse(at, classGroupId, { teacherId: 'stf_third' })
  expect((await transfer(at, inTwo.enrollmentId, three.classGroupId)).status).toBe(201)
  at.clock.set(evening(3))
  expect((await at.correct(ofTwo, zhao.studentId, 'leave')).status).toBe(201)
  for (const day of [2, 3, 4, 5]) {
    const { consumedMinor } = (await at.get(`/prepaid?on=2026-03-0${day}`, 'finance')).body
    expect(consumedMinor, `on ${day} March`).toBe(0)
  }
})

test('E4, E10: who goes on in another class of the course keeps the price for more hours', async () => {
  const { at, classGroupId, li } = await classOfTwo()
  const { courseId } = (await at.get(`/class-groups/${classGroupId}`)).body
  at.clock.set(evening(1))
  const raised = { effectiveFrom: at.clock.now().slice(0, 10), amountMinor: 30_000, perCentihours: 100 }
  expect((await at.post(`/courses/${courseId}/list-prices`, raised)).status).toBe(201)
  let { enrollmentId } = li
  for (const teacherId of ['stf_other', 'stf_third']) {
    const to = await sameCourse(at, classGroupId, { teacherId })
    enrollmentId = (await transfer(at, enrollmentId, to.classGroupId)).body.enrollmentId
  }
  const more = await at.post(`/enrollments/${enrollmentId}/purchases`, { centihours: 100 })
  expect(more.body).toMatchObject({ priceMinor: 20_000 })
})

test('E8, E10: a family that knows that few hours are left is not told again by a change of class', async () => {
  const { at, classGroupId, first } = await classOfTwo()
  const zhao = await at.enrolled(classGroupId, 3, { centihours: 400 })
  await at.mark(first, { [zhao.studentId]: 'attended' })
  expect(at.eventsOf(balanceRanLow)).toHaveLength(1)
  const to = await sameCourse(at, classGroupId)
  const [lessonId = ''] = await at.lessons(to.classGroupId, 1)
  await transfer(at, zhao.enrollmentId, to.classGroupId)
  expect((await at.mark(lessonId, { [zhao.studentId]: 'attended' })).status).toBe(201)
  expect(at.eventsOf(balanceRanLow)).toHaveLength(1)
})

test('E10: a transfer keeps horizons apart, respects seats and times, and ends an enrollment once', async () => {
  const { at, classGroupId, li, wang } = await classOfTwo()
  const refused = async (change: Readonly<Record<string, unknown>>, prepare?: (id: string) => Promise<unknown>) => {
    const to = await sameCourse(at, classGroupId, change)
    await prepare?.(to.classGroupId)
    const { status, body } = await transfer(at, li.enrollmentId, to.classGroupId)
    return [status, body.type]
  }
  expect(await refused({ horizon: 'shortTerm' })).toEqual([409, problem('otherHorizon')])
  expect(await refused({ capacity: 1 }, (id) => at.enrolled(id, 5))).toEqual([409, problem('classFull')])
  expect(await transfer(at, li.enrollmentId, classGroupId)).toMatchObject({
    status: 422,
    body: { type: problem('sameClass') },
  })
  const third = await at.classGroup({ teacherId: 'stf_third' })
  await at.post(`/class-groups/${third.classGroupId}/lessons`, {
    lessons: [{ startsAt: '2026-04-02T10:00:00Z', endsAt: '2026-04-02T12:00:00Z' }],
  })
  await at.post('/enrollments', { studentId: li.studentId, classGroupId: third.classGroupId, centihours: 200 })
  const atThatTime = (id: string) =>
    at.post(`/class-groups/${id}/lessons`, {
      lessons: [{ startsAt: '2026-04-02T11:00:00Z', endsAt: '2026-04-02T13:00:00Z' }],
    })
  expect(await refused({}, atThatTime)).toEqual([409, problem('studentBusy')])
  const last = await sameCourse(at, classGroupId, { capacity: 1, teacherId: 'stf_fourth' })
  await at.lessons(last.classGroupId, 2)
  const answers = await Promise.all([li, wang].map((who) => transfer(at, who.enrollmentId, last.classGroupId)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  const moved = answers[0]?.status === 201 ? li : wang
  const again = await sameCourse(at, classGroupId)
  expect((await transfer(at, moved.enrollmentId, again.classGroupId)).body.type).toBe(problem('alreadyEnded'))
})

test('E5: a dearer class is refused beyond the prepayment policy, by the name of the rule; one that charges nothing more never is', async () => {
  const { at, classGroupId, li, wang } = await classOfTwo()
  await at.put('/policies/prepayment', { mostLessons: 9 })
  const dearer = await classAt(at, 25_000)
  const refused = { status: 409, body: { type: problem('prepaymentTooManyLessons'), details: { lessons: 10 } } }
  const body = { toClassGroupId: dearer.classGroupId }
  expect(await at.post(`/enrollments/${li.enrollmentId}/transfer-preview`, body)).toMatchObject(refused)
  expect(await transfer(at, li.enrollmentId, dearer.classGroupId, 100_000)).toMatchObject(refused)
  const same = await sameCourse(at, classGroupId)
  expect((await transfer(at, li.enrollmentId, same.classGroupId)).status).toBe(201)
  const cheaper = await classAt(at, 16_000)
  expect((await transfer(at, wang.enrollmentId, cheaper.classGroupId, -80_000)).status).toBe(201)
})
