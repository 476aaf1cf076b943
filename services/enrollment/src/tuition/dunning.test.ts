import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { localDate } from '@tutelage/shared/kernel/instant.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { findTemplate } from '@tutelage/shared/messaging/all-templates.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { accepted } from '../testing/account-fixtures.ts'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'
import { planFor, remindersOf, unpaidOf } from './dunning.ts'

const part = (dueOn: string, amount: number) => ({ dueOn: localDate(dueOn), amountMinor: amountMinor(amount) })
const plan = [part('2026-03-20', 250_000), part('2026-03-10', 150_000)]

/** A student whose 4,000.00 are due in two parts. */
async function planned() {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const studentId = await at.student(1)
  const wish = { studentId, classGroupId, centihours: 2_000 }
  const { enrollmentId } = (await at.post('/enrollments', { ...wish, plan })).body
  const told = () =>
    at
      .eventsOf(messageRequested)
      .filter(({ data }) => data.template.startsWith('tuitionDue') || data.template === 'tuitionOverdue')
      .map(({ data }) => [data.template, data.params.dueOn, data.params.amountMinor])
  /** Nine in the morning of a day in March, Shanghai, and an hour later again. */
  const morning = async (day: number) => {
    at.clock.set(`2026-03-${String(day).padStart(2, '0')}T01:00:00Z`)
    await at.lookAtDue()
    at.clock.advance(3_600_000)
    await at.lookAtDue()
  }
  return { at, wish, enrollmentId, told, morning }
}

test('E8: each instalment is told of once before its day and once after it, as long as it is not paid', async () => {
  const { at, enrollmentId, told, morning } = await planned()
  await morning(6)
  expect(told()).toEqual([])
  await morning(7)
  expect(told()).toEqual([['tuitionDue', '2026-03-10', 150_000]])
  await at.pay(enrollmentId, 100_000)
  await morning(12)
  expect(told()).toHaveLength(1)
  await morning(13)
  expect(told().slice(1)).toEqual([['tuitionOverdue', '2026-03-10', 50_000]])
  await at.pay(enrollmentId, 50_000)
  await morning(17)
  expect(told().slice(2)).toEqual([['tuitionDue', '2026-03-20', 250_000]])
  await at.pay(enrollmentId, 250_000)
  await morning(23)
  await morning(30)
  expect(told()).toHaveLength(3)
})

test('E8: after days that were missed only the latest is told, and nothing once the enrollment has ended', async () => {
  const { at, enrollmentId, told, morning } = await planned()
  await morning(18)
  expect(told()).toEqual([['tuitionDue', '2026-03-20', 400_000]])
  await at.post(`/enrollments/${enrollmentId}/termination`, {
    why: { kind: 'loss', reason: 'luredAway' },
    refundMinor: 0,
  })
  await morning(24)
  expect(told()).toHaveLength(1)
})

test('E8: a plan adds up to the price, and a price without one is due by the policy', async () => {
  const { at, wish } = await planned()
  const studentId = await at.student(2)
  const wrong = await at.post('/enrollments', { ...wish, studentId, plan: [part('2026-03-20', 399_999)] })
  expect(wrong).toMatchObject({
    status: 422,
    body: { type: problem('planNotThePrice'), details: { priceMinor: 400_000 } },
  })
  const days = { plan: undefined, today: localDate('2026-03-02'), dueDays: 7 }
  expect(accepted(planFor(amountMinor(5), days))).toEqual([part('2026-03-09', 5)])
})

test('E8: the last reminder of any plan asks for what the whole price lacks', () => {
  const parts = fc.array(fc.tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 90_000 })), {
    minLength: 1,
    maxLength: 6,
  })
  fc.assert(
    fc.property(parts, fc.nat(400_000), (told, received) => {
      const planOf = told.map(([day, amount]) => part(`2026-03-${String(day).padStart(2, '0')}`, amount))
      const reminders = remindersOf(planOf, { remindDaysBefore: 3, overdueDaysAfter: 3 })
      const price = planOf.reduce((sum, each) => sum + each.amountMinor, 0)
      expect(reminders).toHaveLength(2 * planOf.length)
      expect([...reminders].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))).toEqual(reminders)
      const last = reminders.filter(({ kind }) => kind === 'overdue').at(-1)
      expect(last && unpaidOf(last, received)).toBe(Math.max(0, price - received))
    }),
  )
})

test('E8: what is due is written in both languages', () => {
  for (const name of ['tuitionDue', 'tuitionOverdue']) {
    const template = findTemplate(name)
    expect(Object.keys(template?.wordings ?? {})).toEqual(['zh-CN', 'en'])
  }
})
