import { tuitionPaid, tuitionRefunded } from '@tutelage/shared/contracts/enrollment/events.ts'
import { expect, test } from 'vitest'
import { enrollmentBench, evening, problem } from '../testing/enrollment-bench.ts'

/** One student who bought 20 hours for 4,000.00 and has paid what the test says. */
async function oneStudent(paidMinor = 0) {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const lessons = await at.lessons(classGroupId, 3)
  return { at, lessons, classGroupId, ...(await at.enrolled(classGroupId, 1, { paidMinor })) }
}

test('E5: hours open in proportion to what was paid, and the last payment opens the rest', async () => {
  const { at, enrollmentId } = await oneStudent()
  const amounts = [133_333, 133_333, 133_334]
  const paid = []
  for (const [n, amount] of amounts.entries()) paid.push((await at.pay(enrollmentId, amount, `receipt-${n}`)).body)
  expect(paid.map(({ openedCentihours }) => openedCentihours)).toEqual([667, 666, 667])
  expect(paid.map(({ outstandingMinor }) => outstandingMinor)).toEqual([266_667, 133_334, 0])
  expect((await at.balance(enrollmentId)).hours.remainingCentihours).toBe(2_000)
  expect(at.eventsOf(tuitionPaid).map(({ data }) => data.amountMinor)).toEqual(amounts)
  expect((await at.get(`/enrollments/${enrollmentId}/payments`)).body.items).toEqual(paid)
})

test('E3: more than the price is refused, and so is too little to open any hours', async () => {
  const { at, enrollmentId } = await oneStudent(399_000)
  const over = await at.pay(enrollmentId, 1_001)
  expect(over).toMatchObject({ status: 409, body: { type: problem('overpaid'), details: { outstandingMinor: 1_000 } } })
  expect(await at.pay(enrollmentId, 1)).toMatchObject({ status: 422, body: { type: problem('opensNoHours') } })
  expect((await at.pay(enrollmentId, 1_000)).status).toBe(201)
})

test('E3: a receipt pays once, for ever, whatever the idempotency key', async () => {
  const { at, enrollmentId } = await oneStudent()
  const first = await at.pay(enrollmentId, 100_000, 'receipt-7')
  const again = await at.pay(enrollmentId, 100_000, 'receipt-7')
  const { paymentId } = first.body
  expect(again).toMatchObject({ status: 409, body: { type: problem('referenceUsed'), details: { paymentId } } })
  expect((await at.balance(enrollmentId)).money.receivedMinor).toBe(100_000)
})

test('E3: one receipt booked twice at once pays once', async () => {
  const { at, enrollmentId } = await oneStudent()
  const answers = await Promise.all([at.pay(enrollmentId, 100_000, 'r'), at.pay(enrollmentId, 100_000, 'r')])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect((await at.balance(enrollmentId)).money.receivedMinor).toBe(100_000)
})

test('E3: two payments at once are both booked and never pay more than the price', async () => {
  const { at, enrollmentId } = await oneStudent()
  const answers = await Promise.all([300_000, 300_000].map((amount, n) => at.pay(enrollmentId, amount, `r${n}`)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect(at.retries()).toBeGreaterThan(0)
})

test('E3: a gateway payment pays once however often it is told; another reading of its reference is refused', async () => {
  const { at, enrollmentId } = await oneStudent()
  const paidAt = at.clock.now()
  const told = { enrollmentId, amountMinor: 100_000, currency: 'CNY', reference: 'G/1', paidAt }
  expect((await at.partner('PaymentReceived', told)).kind).toBe('done')
  expect((await at.partner('PaymentReceived', told)).kind).toBe('done')
  expect(at.eventsOf(tuitionPaid)).toMatchObject([{ data: { means: 'gateway', amountMinor: 100_000, paidAt } }])
  const other = await at.partner('PaymentReceived', { ...told, amountMinor: 1_000 })
  expect(other).toMatchObject({ kind: 'refused', refusal: { code: 'referenceUsed' } })
  const dollars = await at.partner('PaymentReceived', { ...told, reference: 'G/2', currency: 'USD' })
  expect(dollars).toMatchObject({ kind: 'refused', refusal: { code: 'currencyMismatch' } })
  const nothing = await at.partner('PaymentReceived', { ...told, reference: 'G/3', amountMinor: 0 })
  expect(nothing).toMatchObject({ kind: 'refused', refusal: { code: 'opensNoHours' } })
  expect((await at.partner('PaymentReceived', told, 'prt_other')).kind).toBe('done')
  expect((await at.balance(enrollmentId)).money.receivedMinor).toBe(200_000)
})

test('E13: a refund gives back exactly what the preview shows: the hours not used, at the price paid', async () => {
  const { at, enrollmentId, studentId, lessons } = await oneStudent(400_000)
  at.clock.set(evening(0))
  await at.mark(lessons[0] ?? '', { [studentId]: 'attended' })
  const [payment] = (await at.get(`/enrollments/${enrollmentId}/payments`)).body.items
  const path = `/payments/${payment.paymentId}`
  const preview = (await at.get(`${path}/refund-preview`)).body
  expect(preview).toMatchObject({ centihours: 1_800, amountMinor: 360_000, currency: 'CNY' })
  expect((await at.get(`${path}/refund-preview`)).body).toEqual(preview)
  const body = { amountMinor: 360_000, reason: 'Moves away' }
  expect((await at.post(`${path}/refunds`, { ...body, amountMinor: 400_000 })).body).toMatchObject({
    type: problem('amountChanged'),
  })
  const { status, body: refund } = await at.post(`${path}/refunds`, body, { as: 'finance' })
  expect([status, refund.amountMinor, refund.centihours]).toEqual([201, 360_000, 1_800])
  expect(at.eventsOf(tuitionRefunded)).toMatchObject([
    { data: { refundId: refund.refundId, amountMinor: 360_000, paymentAmountMinor: 400_000 } },
  ])
  const { hours, money } = await at.balance(enrollmentId)
  expect(hours).toMatchObject({ remainingCentihours: 0, usedCentihours: 200, refundedCentihours: 1_800 })
  expect(money).toMatchObject({ receivedMinor: 400_000, refundedMinor: 360_000, prepaidMinor: 0, incomeMinor: 40_000 })
  expect((await at.get(`${path}/refund-preview`)).body).toMatchObject({ type: problem('nothingToRefund') })
})

test('E13: hours that a correction frees after a refund are refunded by another', async () => {
  const { at, enrollmentId, studentId, lessons } = await oneStudent(400_000)
  at.clock.set(evening(0))
  await at.mark(lessons[0] ?? '', { [studentId]: 'attended' })
  const [{ paymentId }] = (await at.get(`/enrollments/${enrollmentId}/payments`)).body.items
  const refund = (amountMinor: number) => at.post(`/payments/${paymentId}/refunds`, { amountMinor, reason: 'Moves' })
  await refund(360_000)
  await at.correct(lessons[0] ?? '', studentId, 'leave')
  expect((await refund(40_000)).status).toBe(201)
  expect((await at.balance(enrollmentId)).money).toMatchObject({ refundedMinor: 400_000, incomeMinor: 0 })
})

test('E13: two refunds of one payment at once give it back once', async () => {
  const { at, enrollmentId } = await oneStudent(400_000)
  const [{ paymentId }] = (await at.get(`/enrollments/${enrollmentId}/payments`)).body.items
  const body = { amountMinor: 400_000, reason: 'Moves away' }
  const answers = await Promise.all([1, 2].map(() => at.post(`/payments/${paymentId}/refunds`, body)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect((await at.balance(enrollmentId)).money.refundedMinor).toBe(400_000)
})

test('E13: the campus says for how many days a payment can be refunded', async () => {
  const { at, enrollmentId } = await oneStudent(400_000)
  const [{ paymentId }] = (await at.get(`/enrollments/${enrollmentId}/payments`)).body.items
  await at.put('/policies/refund', { refundWindowDays: 1 })
  at.clock.set(evening(1))
  expect((await at.get(`/payments/${paymentId}/refund-preview`)).status).toBe(200)
  at.clock.set(evening(2))
  const closed = await at.get(`/payments/${paymentId}/refund-preview`)
  expect(closed.body).toMatchObject({ type: problem('refundWindowClosed'), details: { lastDay: '2026-03-03' } })
})
