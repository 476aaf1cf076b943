import { tierChanged } from '@tutelage/shared/contracts/loyalty/events.ts'
import { localDate } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { writeAnnualStudent } from '../students/annual-student-store.ts'
import { nthId } from '../testing/account-fixtures.ts'
import { enrollmentBench, evening, problem } from '../testing/enrollment-bench.ts'

/** One student with 20 hours at 4,000.00, paid; the list price has risen to 300.00 an hour since. */
async function afterARise() {
  const at = await enrollmentBench()
  const { classGroupId, courseId } = await at.classGroup()
  const lessons = await at.lessons(classGroupId, 2)
  const enrolled = await at.enrolled(classGroupId, 1)
  at.clock.set(evening(1))
  await at.post(`/courses/${courseId}/list-prices`, {
    effectiveFrom: '2026-03-03',
    amountMinor: 30_000,
    perCentihours: 100,
  })
  const buy = (body: object) => at.post(`/enrollments/${enrolled.enrollmentId}/purchases`, body)
  return { at, classGroupId, courseId, lessons, ...enrolled, buy }
}

test('E4: more hours of an enrollment keep its price, unless the campus says otherwise', async () => {
  const { at, buy, classGroupId, enrollmentId } = await afterARise()
  const ask = { classGroupId, centihours: 500, enrollmentId }
  expect((await at.post('/quotes', ask)).body).toMatchObject({
    priceMinor: 100_000,
    rules: [
      { rule: 'listPrice', amountMinor: 150_000 },
      { rule: 'enrollmentPrice', amountMinor: -50_000 },
    ],
  })
  const { status, body } = await buy({ centihours: 500, quotedPriceMinor: 100_000 })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    priceMinor: 100_000,
    centihours: 500,
    plan: [{ dueOn: '2026-03-10', amountMinor: 100_000 }],
  })
  await at.put('/policies/price-lock', { moreHoursKeepPrice: false })
  const changed = await buy({ centihours: 500, quotedPriceMinor: 100_000 })
  expect(changed.body).toMatchObject({ type: problem('priceChanged'), details: { priceMinor: 150_000 } })
  const { items } = (await at.get(`/enrollments/${enrollmentId}/purchases`)).body
  expect(items.map(({ priceMinor }: { priceMinor: number }) => priceMinor)).toEqual([400_000, 100_000])
})

test('E5: a quote counts what is charged ahead as the purchase does: lessons used on credit are behind', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const [lessonId = ''] = await at.lessons(classGroupId, 1)
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1, { centihours: 1_000, paidMinor: 0 })
  at.clock.set(evening(0))
  await at.mark(lessonId, { [studentId]: 'attended' })
  await at.put('/policies/prepayment', { mostLessons: 8 })
  const quoted = await at.post('/quotes', { classGroupId, enrollmentId, centihours: 800 })
  expect(quoted.body.prepayment).toMatchObject({ lessons: 8 })
  const bought = await at.post(`/enrollments/${enrollmentId}/purchases`, { centihours: 800 })
  expect(bought.body.prepayment).toEqual(quoted.body.prepayment)
})

test('E13: nobody agrees on more than eight unpaid purchases, so that an enrollment can always end in one transaction', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const { enrollmentId } = await at.enrolled(classGroupId, 1, { centihours: 100, paidMinor: 0 })
  const buy = () => at.post(`/enrollments/${enrollmentId}/purchases`, { centihours: 100 })
  for (let n = 0; n < 7; n += 1) expect((await buy()).status).toBe(201)
  expect((await buy()).body).toMatchObject({ type: problem('tooManyPurchases'), details: { unpaid: 8, most: 8 } })
  await at.pay(enrollmentId, 20_000)
  expect((await buy()).status).toBe(201)
})

test('E8: a top-up is paid in parts and by several means, opens its own hours, and shows in the balance from when it was agreed', async () => {
  const { at, buy, enrollmentId } = await afterARise()
  expect((await at.pay(enrollmentId, 1)).body).toMatchObject({ type: problem('overpaid') })
  await buy({ centihours: 500 })
  const pay = (amountMinor: number, means: string) =>
    at.post(`/enrollments/${enrollmentId}/payments`, { amountMinor, means, reference: `${means}-1` })
  expect((await pay(40_000, 'wechatPay')).body).toMatchObject({ openedCentihours: 200, outstandingMinor: 60_000 })
  expect((await pay(60_000, 'card')).body).toMatchObject({ openedCentihours: 300, outstandingMinor: 0 })
  const now = await at.balance(enrollmentId)
  expect(now.hours).toMatchObject({ boughtCentihours: 2_500, remainingCentihours: 2_500 })
  expect(now.money).toMatchObject({ priceMinor: 500_000, receivedMinor: 500_000, outstandingMinor: 0 })
  const before = await at.balance(enrollmentId, `?asOf=${evening(0)}`)
  expect([before.hours.boughtCentihours, before.money.priceMinor]).toEqual([2_000, 400_000])
})

test('E13: what was refunded can be bought and paid again', async () => {
  const { at, buy, enrollmentId } = await afterARise()
  const all = { amountMinor: 400_000, reason: 'Pauses' }
  expect((await at.post(`/enrollments/${enrollmentId}/refunds`, all)).status).toBe(201)
  await buy({ centihours: 1_000 })
  expect((await at.pay(enrollmentId, 200_000)).body).toMatchObject({ openedCentihours: 1_000 })
  const { money, hours } = await at.balance(enrollmentId)
  expect(money).toMatchObject({
    receivedMinor: 600_000,
    refundedMinor: 400_000,
    prepaidMinor: 200_000,
    outstandingMinor: 0,
  })
  expect(hours.remainingCentihours).toBe(1_000)
})

test('E13: an enrollment is refunded over its payments, the newest first, each by its means', async () => {
  const { at, buy, enrollmentId } = await afterARise()
  await buy({ centihours: 500 })
  await at.post(`/enrollments/${enrollmentId}/payments`, { amountMinor: 100_000, means: 'alipay', reference: 'a' })
  const path = `/enrollments/${enrollmentId}`
  const shares = [
    { means: 'alipay', amountMinor: 100_000, centihours: 500 },
    { means: 'cash', amountMinor: 50_000, centihours: 250 },
  ]
  const preview = (await at.get(`${path}/refund-preview?amountMinor=150000`)).body
  expect(preview).toMatchObject({ amountMinor: 150_000, centihours: 750, shares })
  expect((await at.get(`${path}/refund-preview?centihours=750`)).body).toEqual(preview)
  const part = { part: { centihours: 750 }, amountMinor: 150_000, reason: 'Too many' }
  const wrong = await at.post(`${path}/refunds`, { ...part, amountMinor: 150_001 })
  expect(wrong).toMatchObject({ status: 409, body: { type: problem('amountChanged') } })
  const { body } = await at.post(`${path}/refunds`, part)
  expect(body.refunds).toMatchObject(shares)
  const { items } = (await at.get(`${path}/refunds`)).body
  expect(items).toHaveLength(2)
  expect(items).toEqual(expect.arrayContaining(body.refunds))
  const both = await at.get(`${path}/refund-preview?centihours=1&amountMinor=1`)
  expect(both.status).toBe(400)
})

test('E13: who has left buys no more lessons, and can pay for those that were used', async () => {
  const { at, buy, enrollmentId, studentId, lessons } = await afterARise()
  await at.mark(lessons[0] ?? '', { [studentId]: 'leave' })
  const why = { kind: 'loss', reason: 'needGone' }
  await at.post(`/enrollments/${enrollmentId}/termination`, { why, refundMinor: 400_000 })
  expect(await buy({ centihours: 200 })).toMatchObject({ status: 409, body: { type: problem('enrollmentEnded') } })
  await at.correct(lessons[0] ?? '', studentId, 'attended')
  expect((await at.balance(enrollmentId)).hours).toMatchObject({ owedCentihours: 200 })
  expect((await buy({ centihours: 201 })).body).toMatchObject({ details: { owedCentihours: 200 } })
  expect((await buy({ centihours: 200 })).status).toBe(201)
  await at.pay(enrollmentId, 40_000)
  expect((await at.balance(enrollmentId)).hours).toMatchObject({ owedCentihours: 0, remainingCentihours: 0 })
})

test('Y3: the tier that loyalty tells of, in whatever order, and an annual plan make the price', async () => {
  const { at, classGroupId } = await afterARise()
  await at.put('/policies/discount', { tiers: [{ tier: 'gold', basisPoints: 500 }], annualBasisPoints: 1_000 })
  const wrong = await at.put('/policies/discount', {
    tiers: [{ tier: 'gold', basisPoints: 500 }],
    annualBasisPoints: 400,
  })
  expect(wrong.status).toBe(400)
  const studentId = await at.student(2)
  const price = async () => (await at.post('/quotes', { classGroupId, centihours: 100, studentId })).body.priceMinor
  expect(await price()).toBe(30_000)
  const moved = (from: string, to: string) => ({
    ...{ memberId: nthId('member', 2), householdId: nthId('household', 2), from, to },
    ...{ reason: 'spendReached' as const, qualifyingSpendMinor: 1 },
  })
  await at.deliver(tierChanged, moved('standard', 'gold'), { aggregateVersion: 5 })
  expect(await price()).toBe(28_500)
  await at.deliver(tierChanged, moved('gold', 'standard'), { aggregateVersion: 4 })
  expect(await price()).toBe(28_500)
  const annual = { studentId: nthId('student', 2), until: localDate('2026-03-03') }
  await at.run(async (context) => ({
    ok: true,
    value: await context.commit({ writes: [writeAnnualStudent(context, annual, 0)], answer: null }),
  }))
  expect(await price()).toBe(27_000)
  at.clock.set(evening(2))
  expect(await price()).toBe(28_500)
})

test('E4: a student registered for an exam in 90 days pays the price of before', async () => {
  const { at, classGroupId } = await afterARise()
  const studentId = await at.student(2)
  const exam = { name: 'Mock', subject: 'Maths', heldOn: '2026-05-30' }
  expect((await at.post(`/students/${studentId}/exams`, { ...exam, heldOn: '2026-03-02' })).status).toBe(422)
  const { status, body } = await at.post(`/students/${studentId}/exams`, exam)
  expect(status).toBe(201)
  expect((await at.get(`/students/${studentId}/exams`)).body.items).toEqual([body])
  const quote = (await at.post('/quotes', { classGroupId, centihours: 100, studentId })).body
  expect(quote.rules[1]).toMatchObject({ rule: 'examPriceLock', examId: body.examId, amountMinor: -10_000 })
  const enrolled = await at.post('/enrollments', { classGroupId, centihours: 100, studentId, quotedPriceMinor: 20_000 })
  expect(enrolled.body.priceMinor).toBe(20_000)
})
