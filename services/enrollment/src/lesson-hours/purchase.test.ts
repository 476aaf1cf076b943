import { expect, test } from 'vitest'
import { AccountHistory } from '../testing/account-history.ts'
import { owedHours } from './hours-account.ts'
import { giveUpUnpaid } from './purchase.ts'

test('E3: the last of the hours open only with the last of the price', () => {
  const history = new AccountHistory(10, 1_000_000)
  history.play({ do: 'pay', permille: 600 })
  history.play({ do: 'pay', permille: 399 })
  expect(history.paid.map(({ openedCentihours }) => openedCentihours)).toEqual([6, 3])
  history.play({ do: 'payRest' })
  expect(history.paid.at(-1)?.openedCentihours).toBe(1)
})

test('E13: of what was not paid only as much stays due as was used, the oldest purchase first', () => {
  const history = new AccountHistory(1_000, 200_000)
  history.play({ do: 'purchase', centihours: 1_000, priceMinor: 300_000 })
  history.play({ do: 'mark', centihours: 1_200 })
  expect(owedHours(history.account)).toBe(1_200)
  const { account, givenUp } = giveUpUnpaid(history.account)
  expect(givenUp).toMatchObject([{ centihours: 800, amountMinor: 240_000 }])
  expect(account).toMatchObject({ boughtCentihours: 1_200, priceMinor: 260_000 })
  expect(account.purchases.map(({ priceMinor }) => priceMinor)).toEqual([200_000, 60_000])
})
