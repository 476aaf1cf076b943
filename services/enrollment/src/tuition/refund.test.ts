import { type Book, balanceOf } from '@tutelage/shared/ledger/book.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  hourAsset,
  hours,
  hoursRefunded,
  outstanding,
  owedHours,
  payments,
  remainingHours,
  tuition,
} from '../lesson-hours/hours-account.ts'
import { accepted, nthId } from '../testing/account-fixtures.ts'
import { AccountHistory, anyStep, type Step } from '../testing/account-history.ts'
import { quoteRefundOf, quoteRest, type RefundWish } from './refund.ts'

function played(steps: readonly Step[]): AccountHistory {
  const history = new AccountHistory(1_000, 200_000)
  for (const step of steps) history.play(step)
  return history
}

const steps = fc.array(anyStep, { maxLength: 30 })
const cuts = fc.array(
  fc.record({
    do: fc.constant('refundPart' as const),
    of: fc.constantFrom('centihours' as const, 'amountMinor' as const),
    permille: fc.integer({ min: 1, max: 999 }),
  }),
  { maxLength: 8 },
)

const givenBack = ({ book }: { readonly book: Book }) => ({
  hours: balanceOf(book, hoursRefunded, hourAsset),
  cash: balanceOf(book, payments, 'CNY'),
})

test('E13: the parts of a refund, however they are cut, add up to the whole, for the account and for each payment', () => {
  fc.assert(
    fc.property(steps, cuts, (before, parts) => {
      const whole = played([...before, { do: 'end' }])
      const cut = played([...before, ...parts, { do: 'end' }])
      expect(givenBack(cut.account)).toEqual(givenBack(whole.account))
      expect([cut.refundedMinor, cut.refundedCentihours]).toEqual([whole.refundedMinor, whole.refundedCentihours])
      const byPayment = ({ refunded }: AccountHistory) =>
        [...refunded].map(([id, { amountMinor }]) => [id, amountMinor]).sort()
      expect(byPayment(cut)).toEqual(byPayment(whole))
    }),
    { numRuns: 400 },
  )
})

test('E13: no payment is given back more than it brought, and never an hour or a fen that was used', () => {
  fc.assert(
    fc.property(steps, (before) => {
      const history = played([...before, { do: 'end' }])
      for (const [paymentId, { amountMinor }] of history.refunded) {
        const paid = history.paid.find((_, at) => nthId('payment', at) === paymentId)
        expect(amountMinor).toBeLessThanOrEqual(paid?.amountMinor ?? 0)
      }
      expect(balanceOf(history.account.book, tuition, 'CNY')).toBe(0)
      expect(remainingHours(history.account)).toBe(0)
    }),
    { numRuns: 400 },
  )
})

test('E13: the same books give the same quote, and what it says is what is given back', () => {
  const wishes: fc.Arbitrary<RefundWish> = fc.oneof(
    fc.constant({ of: 'all' as const }),
    fc.record({ of: fc.constant('centihours' as const), centihours: fc.integer({ min: 1, max: 3_000 }) }),
    fc.record({ of: fc.constant('amountMinor' as const), amountMinor: fc.integer({ min: 1, max: 400_000 }) }),
  )
  fc.assert(
    fc.property(steps, wishes, (before, wish) => {
      const { account } = played(before)
      const quote = quoteRefundOf(account, wish)
      expect(quoteRefundOf({ ...account }, wish)).toEqual(quote)
      if (!quote.ok) return
      const { amountMinor, centihours, shares } = quote.value
      if (wish.of === 'amountMinor') expect(amountMinor).toBe(wish.amountMinor)
      if (wish.of === 'centihours') expect(centihours).toBe(wish.centihours)
      expect(shares.reduce((sum, share) => sum + share.amountMinor, 0)).toBe(amountMinor)
      expect(shares.reduce((sum, share) => sum + share.centihours, 0)).toBe(centihours)
    }),
    { numRuns: 400 },
  )
})

test('E13: when all is given back at the end, only what was used without being paid is due', () => {
  fc.assert(
    fc.property(steps, (before) => {
      const history = played([...before, { do: 'end' }])
      const { account } = history
      const given = history.givenUp.reduce((sum, { priceMinor }) => sum + priceMinor, 0)
      const agreed = history.agreed.reduce((sum, { priceMinor }) => sum + priceMinor, 0)
      expect(outstanding(account)).toBe(agreed - given - account.receivedMinor)
      if (owedHours(account) === 0) expect(outstanding(account)).toBe(0)
      const owed: number = owedHours(account)
      history.play({ do: 'payRest' })
      const priced = account.purchases.reduce((sum, open) => sum + open.centihours - open.openedCentihours, 0)
      expect(priced).toBeLessThanOrEqual(owed)
      if (account.purchases.length > 0 && outstanding(history.account) === 0) {
        expect(owedHours(history.account)).toBe(owed - priced)
        expect(balanceOf(history.account.book, hours, hourAsset)).toBe(0)
      }
    }),
    { numRuns: 400 },
  )
})

test('E13: the newest money goes back first, each part at the price of its own purchase', () => {
  const history = new AccountHistory(1_000, 200_000)
  history.play({ do: 'payRest' })
  history.play({ do: 'purchase', centihours: 1_000, priceMinor: 250_000 })
  history.play({ do: 'payRest' })
  const part = accepted(quoteRefundOf(history.account, { of: 'centihours', centihours: 1_200 }))
  expect(part.shares).toMatchObject([
    { paymentId: nthId('payment', 1), centihours: 1_000, amountMinor: 250_000 },
    { paymentId: nthId('payment', 0), centihours: 200, amountMinor: 40_000 },
  ])
  const amount = accepted(quoteRefundOf(history.account, { of: 'amountMinor', amountMinor: 100_000 }))
  expect(amount).toMatchObject({ centihours: 400, shares: [{ paymentId: nthId('payment', 1) }] })
})

test('E3: one payment over two purchases opens each at its own price', () => {
  const history = new AccountHistory(1_000, 200_000)
  history.play({ do: 'purchase', centihours: 1_000, priceMinor: 250_000 })
  history.play({ do: 'payRest' })
  history.play({ do: 'mark', centihours: 1_000 })
  expect(accepted(quoteRest(history.account))).toMatchObject({ centihours: 1_000, amountMinor: 250_000 })
})

test('E13: an amount worth less than a hundredth of an hour, or more than is left, is refused', () => {
  const history = new AccountHistory(1_000, 200_000)
  expect(quoteRest(history.account)).toMatchObject({ ok: false, code: 'nothingToRefund' })
  history.play({ do: 'payRest' })
  const quote = (wish: RefundWish) => quoteRefundOf(history.account, wish)
  expect(quote({ of: 'amountMinor', amountMinor: 99 })).toMatchObject({ ok: false, code: 'refundsNoHours' })
  const tooMuch = { ok: false, code: 'notSoMuchLeft', details: { left: 200_000 } }
  expect(quote({ of: 'amountMinor', amountMinor: 200_001 })).toMatchObject(tooMuch)
  expect(quote({ of: 'centihours', centihours: 1_001 })).toMatchObject({
    code: 'notSoMuchLeft',
    details: { left: 1_000 },
  })
})

test('E13: money for a part of the hours is rounded once, half to even, and what that leaves comes with the last part', () => {
  const history = new AccountHistory(1_000, 1_001)
  history.play({ do: 'payRest' })
  expect(accepted(quoteRefundOf(history.account, { of: 'centihours', centihours: 500 })).amountMinor).toBe(500)
  history.play({ do: 'refundPart', of: 'centihours', permille: 500 })
  expect(accepted(quoteRest(history.account))).toMatchObject({ centihours: 500, amountMinor: 501 })
})
