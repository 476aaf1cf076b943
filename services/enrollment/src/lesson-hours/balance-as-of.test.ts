import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hour } from '../testing/account-fixtures.ts'
import { AccountHistory, anyStep, type Step } from '../testing/account-history.ts'
import { enrollmentBench, evening } from '../testing/enrollment-bench.ts'
import { balanceOn } from './balance.ts'

/** A lesson on the first day, and a student who pays on the second. */
async function paidLater() {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const [lesson = ''] = await at.lessons(classGroupId, 1)
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1, { paidMinor: 0 })
  const mark = async () => at.mark(lesson, { [studentId]: 'attended' })
  const pay = () => at.pay(enrollmentId, 400_000)
  const moneyOn = async (n: number) => (await at.balance(enrollmentId, `?asOf=${evening(n)}`)).money
  const prepaidOn = async (day: string) => (await at.get(`/prepaid?on=${day}`, 'finance')).body
  return { at, lesson, studentId, enrollmentId, mark, pay, moneyOn, prepaidOn }
}

const nothing = { receivedMinor: 0, prepaidMinor: 0, incomeMinor: 0 }
const earned = { receivedMinor: 400_000, prepaidMinor: 360_000, incomeMinor: 40_000 }

test('E5: a lesson earns its money once it is paid, whether its sheet or its payment was recorded first', async () => {
  for (const sheetFirst of [true, false]) {
    const { at, enrollmentId, mark, pay, moneyOn, prepaidOn } = await paidLater()
    at.clock.set(evening(1))
    if (sheetFirst) await mark()
    await pay()
    if (!sheetFirst) await mark()
    expect(await moneyOn(0)).toMatchObject(nothing)
    expect(await moneyOn(1)).toMatchObject(earned)
    expect(await prepaidOn('2026-03-02')).toMatchObject({ receivedMinor: 0, consumedMinor: 0, prepaidMinor: 0 })
    expect(await prepaidOn('2026-03-03')).toMatchObject({ consumedMinor: 40_000, prepaidMinor: 360_000 })
    const { entries } = await at.balance(enrollmentId)
    expect(entries.at(-1)).toMatchObject({ remainingCentihours: 1_800, remainingPrepaidMinor: 360_000 })
  }
})

test('E5, E7: what a payment repaid and a correction takes back was never earned, and never before it was paid', async () => {
  const { at, lesson, studentId, mark, pay, moneyOn, prepaidOn } = await paidLater()
  at.clock.set(evening(0))
  await mark()
  at.clock.set(evening(1))
  await pay()
  at.clock.set(evening(2))
  await at.correct(lesson, studentId, 'leave')
  expect(await moneyOn(0)).toMatchObject(nothing)
  expect(await moneyOn(1)).toMatchObject({ receivedMinor: 400_000, prepaidMinor: 400_000, incomeMinor: 0 })
  expect(await prepaidOn('2026-03-02')).toMatchObject({ receivedMinor: 0, consumedMinor: 0, prepaidMinor: 0 })
})

/** What an account held after each moment at which anything took effect, and one before them all. */
function moneyOf({ account, entries }: AccountHistory) {
  const told = { account, purchases: [], history: entries }
  const moments = new Set([hour(0), ...balanceOn(told, {}).entries.map(({ entry }) => entry.occurredAt)])
  return [...moments].map((at) => ({ at, ...balanceOn(told, { happenedBy: at }).money }))
}

/** For each step how long before it a lesson was, if it marks one. */
const played = (steps: fc.Arbitrary<Step>) => fc.array(fc.tuple(steps, fc.nat(40)), { maxLength: 20 })

test('E5, E8: at no moment was less than nothing prepaid or earned, in whatever order it was all recorded', () => {
  fc.assert(
    fc.property(played(anyStep), (steps) => {
      const history = new AccountHistory(1_000, 200_000)
      for (const [step, hoursAgo] of steps) history.play(step, hoursAgo)
      for (const { prepaidMinor, incomeMinor, receivedMinor, refundedMinor } of moneyOf(history)) {
        expect(Math.min(prepaidMinor, incomeMinor)).toBeGreaterThanOrEqual(0)
        expect(prepaidMinor).toBe(receivedMinor - refundedMinor - incomeMinor)
      }
    }),
    { numRuns: 500 },
  )
})

const mark = fc.record({ do: fc.constant('mark' as const), centihours: fc.integer({ min: 0, max: 40 }) })
const correct = fc.record({
  do: fc.constant('correct' as const),
  lesson: fc.nat(20),
  centihours: fc.integer({ min: 0, max: 40 }),
})

test('E5, E8: the same lessons and the same payment are the same balance at every moment, whichever was recorded first', () => {
  fc.assert(
    fc.property(played(fc.oneof(mark, correct)), fc.nat(20), (steps, before) => {
      const history = new AccountHistory(1_000, 200_000)
      for (const [step, hoursAgo] of steps.slice(0, before)) history.play(step, hoursAgo)
      history.play({ do: 'payRest' })
      const paidAt = history.entries.at(-1)?.occurredAt ?? hour(0)
      for (const [step, hoursAgo] of steps.slice(before)) history.play(step, hoursAgo)
      for (const { at, prepaidMinor, incomeMinor } of moneyOf(history)) {
        const held = history.lessons.filter(({ heldAt }) => heldAt <= at)
        const earned = at < paidAt ? 0 : held.reduce((sum, { centihours }) => sum + centihours * 200, 0)
        expect([prepaidMinor, incomeMinor]).toEqual([at < paidAt ? 0 : 200_000 - earned, earned])
      }
    }),
    { numRuns: 500 },
  )
})

test('E5, E7: what a correction repaid and another takes back was never earned before it was repaid', () => {
  const history = new AccountHistory(100, 20_000)
  history.play({ do: 'payRest' })
  history.play({ do: 'mark', centihours: 100 })
  // A lesson before that, of which the sheet comes later, is owed; each of them is corrected then.
  history.play({ do: 'mark', centihours: 100 }, 3)
  history.play({ do: 'correct', lesson: 0, centihours: 0 })
  history.play({ do: 'correct', lesson: 1, centihours: 0 })
  expect(moneyOf(history).every(({ incomeMinor }) => incomeMinor >= 0)).toBe(true)
  expect(moneyOf(history).at(-1)).toMatchObject({ prepaidMinor: 20_000, incomeMinor: 0 })
})
