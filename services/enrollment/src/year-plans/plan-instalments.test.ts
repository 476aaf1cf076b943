import { localDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkMonthsAhead, instalmentsOf } from './plan-instalments.ts'

const days = (day: string, count: number) => addDays(localDate(day), count)
const prepayment = { mostMonths: 3, mostLessons: 60, earliestDaysBefore: 30 }
const dunning = { remindDaysBefore: 3 }

test('E11: instalments add up to the price, and none pays for more than its months', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000_000 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 12 }),
      (price, years, months) => {
        const parts = instalmentsOf(
          { priceMinor: amountMinor(price), startsOn: localDate('2026-03-02'), years },
          months,
        )
        let paid = 0
        parts.forEach((part, at) => {
          paid += part.amountMinor
          expect(Math.ceil((years * 12 * paid) / price)).toBeLessThanOrEqual((at + 1) * months)
        })
        expect(paid).toBe(price)
      },
    ),
  )
})

test('E5, E11: an instalment is taken from the day on which the family is reminded of it, also at the end of a short month', () => {
  const plan = { startsOn: localDate('2026-11-30'), years: 1, priceMinor: amountMinor(1_200_000) }
  const second = (today: string) => checkMonthsAhead(plan, 600_000, { prepayment, dunning, today: localDate(today) })
  expect(second('2027-02-28').ok).toBe(true)
  expect(second('2027-02-25').ok).toBe(true)
  const refused = { code: 'prepaymentTooManyMonths', details: { paidUntil: '2027-05-30', earliest: '2027-02-25' } }
  expect(second('2027-02-24')).toMatchObject(refused)
})

test('E5, E11: nothing is charged earlier than the campus may, however early it reminds', () => {
  const plan = { startsOn: localDate('2026-03-02'), years: 1, priceMinor: amountMinor(1_200_000) }
  const check = (today: string, earliestDaysBefore: number) =>
    checkMonthsAhead(plan, 600_000, {
      prepayment: { ...prepayment, earliestDaysBefore },
      dunning: { remindDaysBefore: 60 },
      today: localDate(today),
    })
  expect(check('2026-05-31', 1).ok).toBe(false)
  expect(check('2026-06-01', 1).ok).toBe(true)
  expect(check('2026-02-28', 1)).toMatchObject({ code: 'prepaymentTooEarly' })
})

test('E5, E11: each instalment can be paid on its reminder, and no month beyond those that may be charged ahead', () => {
  const day = fc.integer({ min: 0, max: 3_000 }).map((count) => days('2024-01-01', count))
  fc.assert(
    fc.property(
      day,
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 14 }),
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 12, max: 10_000_000 }),
      (startsOn, years, mostMonths, remindDaysBefore, price) => {
        const plan = { startsOn, years, priceMinor: amountMinor(price * 100) }
        const check = (received: number, today: ReturnType<typeof localDate>) =>
          checkMonthsAhead(plan, received, {
            prepayment: { ...prepayment, mostMonths },
            dunning: { remindDaysBefore },
            today,
          }).ok
        let received = 0
        for (const { dueOn, amountMinor: part } of instalmentsOf(plan, mostMonths)) {
          received += part
          const reminded = addDays(dueOn, -remindDaysBefore)
          expect(check(received, reminded)).toBe(true)
          if (received === plan.priceMinor) break
          expect(check(received + 1, dueOn)).toBe(false)
          if (dueOn > startsOn) expect(check(received, addDays(reminded, -1))).toBe(false)
        }
      },
    ),
  )
})
