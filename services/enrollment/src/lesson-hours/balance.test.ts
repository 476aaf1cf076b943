import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hour } from '../testing/account-fixtures.ts'
import { AccountHistory, anyStep } from '../testing/account-history.ts'
import { enrollmentBench, evening, lessonAt } from '../testing/enrollment-bench.ts'
import { balanceOn } from './balance.ts'

test('E8: hours and money are answered in one read, and every figure by its entries', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const [first = ''] = await at.lessons(classGroupId, 1)
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1, { paidMinor: 100_000 })
  at.clock.set(evening(0))
  await at.mark(first, { [studentId]: 'attended' })
  const balance = await at.balance(enrollmentId)
  expect(balance).toMatchObject({
    studentId,
    currency: 'CNY',
    hours: { boughtCentihours: 2_000, remainingCentihours: 300, owedCentihours: 0, usedCentihours: 200 },
    money: {
      priceMinor: 400_000,
      receivedMinor: 100_000,
      prepaidMinor: 60_000,
      incomeMinor: 40_000,
      outstandingMinor: 300_000,
    },
  })
  expect(balance.entries).toMatchObject([
    { kind: 'hoursPurchased', centihours: 500, remainingCentihours: 500, remainingPrepaidMinor: 100_000 },
    {
      kind: 'hoursDeducted',
      subjectId: first,
      centihours: -200,
      remainingCentihours: 300,
      remainingPrepaidMinor: 60_000,
    },
  ])
})

test('E8: a balance is asked as of when it happened, and as of when it was known', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const [first = ''] = await at.lessons(classGroupId, 1)
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1)
  at.clock.set(evening(3))
  await at.mark(first, { [studentId]: 'attended' })
  const used = async (query: string) => (await at.balance(enrollmentId, query)).hours.usedCentihours
  expect(await used('')).toBe(200)
  expect(await used(`?asOf=${lessonAt(0).startsAt}`)).toBe(200)
  expect(await used(`?asOf=${lessonAt(0).startsAt}&recordedBy=${evening(2)}`)).toBe(0)
  expect(await used(`?asOf=2026-03-02T09:59:59Z`)).toBe(0)
})

test('E8: a lesson before its payment was owed at that moment', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const [first = ''] = await at.lessons(classGroupId, 1)
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1, { paidMinor: 0 })
  at.clock.set(evening(1))
  await at.pay(enrollmentId, 400_000)
  await at.mark(first, { [studentId]: 'attended' })
  const { hours } = await at.balance(enrollmentId, `?asOf=${evening(0)}`)
  expect(hours).toMatchObject({ remainingCentihours: 0, owedCentihours: 200 })
  expect((await at.balance(enrollmentId)).hours).toMatchObject({ remainingCentihours: 1_800, owedCentihours: 0 })
})

test('E8: the figures always follow from the entries shown', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 25 }), fc.integer({ min: 0, max: 120 }), (steps, until) => {
      const history = new AccountHistory(1_000, 200_000)
      for (const step of steps) history.play(step)
      const { hours, money, entries } = balanceOn(
        { account: history.account, purchases: [], history: history.entries },
        { happenedBy: hour(until) },
      )
      const last = entries.at(-1)
      expect(hours.remainingCentihours - hours.owedCentihours).toBe(last?.remainingCentihours ?? 0)
      expect(money.prepaidMinor).toBe(last?.remainingPrepaidMinor ?? 0)
      expect(money.prepaidMinor).toBe(money.receivedMinor - money.refundedMinor - money.incomeMinor)
      expect(entries.every(({ entry }) => entry.occurredAt <= hour(until))).toBe(true)
    }),
  )
})

test('E8: an unknown enrollment is not found', async () => {
  const at = await enrollmentBench()
  expect((await at.get('/enrollments/enr_00000000000000000000000009/balance')).status).toBe(404)
})
