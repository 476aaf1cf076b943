import { instant } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { pointsTerm } from './points-term.ts'

const policy = { refundWindowDays: 30, expiryMonths: 12 }

test('Y4: the refund window closes and points expire at the end of a local day', () => {
  const term = pointsTerm(instant('2026-03-02T15:59:00Z'), 'Asia/Shanghai', policy)
  expect(term).toEqual({ spendableFrom: '2026-04-01T16:00:00.000Z', expiresAt: '2027-03-02T16:00:00.000Z' })
  const nextDay = pointsTerm(instant('2026-03-02T16:00:00Z'), 'Asia/Shanghai', policy)
  expect(nextDay.spendableFrom).toBe('2026-04-02T16:00:00.000Z')
})

test('Y4: points of 29 February expire with the last of February', () => {
  const { expiresAt } = pointsTerm(instant('2028-02-29T04:00:00Z'), 'Asia/Shanghai', policy)
  expect(expiresAt).toBe('2029-02-28T16:00:00.000Z')
})

test('Y4: without a refund window points can be spent at once', () => {
  const earnedAt = instant('2026-03-02T04:00:00Z')
  expect(pointsTerm(earnedAt, 'Asia/Shanghai', { ...policy, refundWindowDays: 0 }).spendableFrom).toBe(earnedAt)
})
