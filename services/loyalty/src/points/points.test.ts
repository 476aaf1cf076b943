import {
  pointsEarned,
  pointsExpired,
  pointsRedeemed,
  pointsReversed,
} from '@tutelage/shared/contracts/loyalty/events.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import { expect, test } from 'vitest'
import { memberIdOf } from '../membership/member-id.ts'
import { dayAt, enrolled, paid, refunded } from '../testing/sample-events.ts'
import { interleaved, named, replayed, testService } from '../testing/service-bench.ts'

const memberId = memberIdOf(testCampusId, named('household', 'wang'))
const params = { memberId }

async function withPoints() {
  const at = await testService()
  await at.deliver(enrolled(), paid('first', 100_000))
  return at
}
type Service = Awaited<ReturnType<typeof withPoints>>

const redeem = (at: Service, points: number, idempotencyKey = `redeem-${points}`) =>
  at.ask('redeemPoints', { params, body: { points, for: 'cashOffset' }, idempotencyKey })

const pointsOf = (at: Service, query: Record<string, string> = {}) => at.answer('getPoints', { params, query })

test('Y4: a payment earns points that wait until its refund window closes', async () => {
  const at = await withPoints()
  const lot = { spendableFrom: '2026-04-01T16:00:00.000Z', expiresAt: '2027-03-02T16:00:00.000Z' }
  expect(at.eventsOf(pointsEarned).map(({ data }) => data)).toMatchObject([
    { memberId, points: 1_000, paymentId: named('payment', 'first'), ...lot },
  ])
  expect(await pointsOf(at)).toMatchObject({ available: 0, pending: 1_000, owed: 0, lots: [{ points: 1_000, ...lot }] })
  expect(await redeem(at, 1)).toMatchObject({
    refusal: { code: 'insufficientPoints', details: { available: 0, missing: 1 } },
  })
  at.clock.set(lot.spendableFrom)
  expect(await pointsOf(at)).toMatchObject({ available: 1_000, pending: 0 })
})

test('Y4: a payment whose event is replayed after the inbox forgot it earns nothing more', async () => {
  const at = await withPoints()
  await at.deliver(replayed(paid('first', 100_000)))
  expect(await pointsOf(at)).toMatchObject({ pending: 1_000, entries: { length: 1 } })
})

test('Y4: two payments at the same moment both earn', async () => {
  const at = await testService()
  await at.deliver(enrolled())
  await Promise.all(['a', 'b', 'c'].map((name) => at.deliver(paid(name, 10_000))))
  expect(await pointsOf(at)).toMatchObject({ pending: 300, entries: { length: 3 } })
})

test('Y4: wherever two payments meet, the earlier lifts the rate of the later', async () => {
  for (let read = 1; read <= 9; read += 1) {
    const at = await testService()
    await at.deliver(enrolled())
    await interleaved(at, read, {
      action: () => at.deliver(paid('earlier', 2_000_000, 0)),
      between: () => at.deliver(paid('later', 100_000, 1)),
    })
    expect(await pointsOf(at), `after read ${read}`).toMatchObject({ pending: 21_200 })
  }
})

test('Y4: a refund takes back its share and says of which grant', async () => {
  const at = await withPoints()
  await at.deliver(refunded('first', { amount: 30_000, of: 100_000 }))
  const [earned] = at.eventsOf(pointsEarned)
  expect(at.eventsOf(pointsReversed).map(({ data }) => data)).toMatchObject([
    { points: 300, debtPoints: 0, reversedEntryId: earned?.data.entryId, refundId: named('refund', 'first1') },
  ])
  expect(await pointsOf(at)).toMatchObject({ pending: 700 })
})

test('Y4: a refund heard of before its payment waits for it and takes back the same', async () => {
  const at = await testService()
  await at.deliver(enrolled(), refunded('first', { amount: 30_000, of: 100_000 }))
  expect(at.eventsOf(pointsReversed)).toEqual([])
  await at.deliver(paid('first', 100_000))
  expect(at.eventsOf(pointsEarned).map(({ data }) => data.points)).toEqual([1_000])
  expect(at.eventsOf(pointsReversed).map(({ data }) => data.points)).toEqual([300])
  expect(await pointsOf(at)).toMatchObject({ pending: 700 })
  expect(await pointsOf(at, { asOf: dayAt(0) })).toMatchObject({ pending: 1_000 })
})

test('Y4: points that were spent are owed after a refund, and later earnings repay them first', async () => {
  const at = await withPoints()
  at.clock.set(dayAt(31))
  await redeem(at, 800)
  await at.deliver(refunded('first', { amount: 100_000, of: 100_000, day: 31 }))
  expect(at.eventsOf(pointsReversed).map(({ data }) => data.debtPoints)).toEqual([800])
  expect(await pointsOf(at)).toMatchObject({ available: 0, pending: 0, owed: 800, lots: [] })
  await at.deliver(paid('second', 90_000, 32))
  expect(await pointsOf(at)).toMatchObject({ available: 0, pending: 100, owed: 0 })
})

test('Y5: points are spent once per idempotency key, those that expire first', async () => {
  const at = await withPoints()
  await at.answer('setPointsPolicy', { body: { expiryMonths: 2 } })
  await at.deliver(paid('second', 100_000, 5))
  at.clock.set(dayAt(40))
  const first = await redeem(at, 300, 'key')
  expect(first).toMatchObject({ answer: { points: 300, offsetMinor: 300, available: 1_700 } })
  expect(await redeem(at, 300, 'key')).toMatchObject({ kind: 'replayed' })
  expect(await redeem(at, 200, 'key')).toMatchObject({ kind: 'keyReused' })
  expect(at.eventsOf(pointsRedeemed)).toHaveLength(1)
  expect(await pointsOf(at)).toMatchObject({
    lots: [
      { lotId: named('payment', 'second'), points: 700 },
      { lotId: named('payment', 'first'), points: 1_000 },
    ],
  })
})

test('Y5: the last points are spent by one of two who ask at once', async () => {
  const at = await withPoints()
  at.clock.set(dayAt(40))
  const both = await Promise.all([redeem(at, 700, 'one'), redeem(at, 700, 'two')])
  expect(both.map(({ kind }) => kind).sort()).toEqual(['done', 'refused'])
  expect(await pointsOf(at)).toMatchObject({ available: 300 })
})

test('Y5: the campus says what a point is worth and how many must be spent at least', async () => {
  const at = await withPoints()
  at.clock.set(dayAt(40))
  await at.answer('setPointsPolicy', { body: { offsetHundredthsPerPoint: 50, leastRedemption: 10 } })
  expect(await redeem(at, 9)).toMatchObject({
    refusal: { code: 'belowLeastRedemption', details: { leastRedemption: 10 } },
  })
  expect(await redeem(at, 101)).toMatchObject({ answer: { offsetMinor: 50 } })
})

test('Y5: nobody but a member spends points', async () => {
  const at = await withPoints()
  const body = { points: 1, for: 'cashOffset' }
  const stranger = { memberId: named('member', 'nobody') }
  await expect(at.ask('redeemPoints', { params: stranger, body })).rejects.toThrow('no such member')
  await expect(at.ask('getPoints', { params: stranger })).rejects.toThrow('no such member')
})

test('Y4: what is left of a lot expires at its moment, lot by lot', async () => {
  const at = await withPoints()
  await at.deliver(paid('second', 50_000, 5))
  at.clock.set(dayAt(40))
  await redeem(at, 400)
  await at.runDue()
  expect(at.eventsOf(pointsExpired)).toEqual([])
  at.clock.set('2027-03-02T16:00:00.000Z')
  expect(await pointsOf(at)).toMatchObject({ available: 500, lots: [{ points: 500 }] })
  await at.runDue()
  expect(at.eventsOf(pointsExpired).map(({ data }) => data.points)).toEqual([600])
  at.clock.advance(30 * dayMs)
  await at.runDue()
  await at.runDue()
  expect(at.eventsOf(pointsExpired).map(({ data, meta }) => [data.points, meta.occurredAt])).toEqual([
    [600, '2027-03-02T16:00:00.000Z'],
    [500, '2027-03-07T16:00:00.000Z'],
  ])
  expect(await pointsOf(at)).toMatchObject({ available: 0, pending: 0, lots: [] })
})

test('Y4: points that expired are not owed when their payment is refunded', async () => {
  const at = await withPoints()
  at.clock.set(dayAt(400))
  await at.runDue()
  await at.deliver(refunded('first', { amount: 100_000, of: 100_000, day: 400 }))
  expect(await pointsOf(at)).toMatchObject({ available: 0, pending: 0, owed: 0 })
})

test('Y4: what is owed is repaid from a lot before it expires', async () => {
  const at = await withPoints()
  at.clock.set(dayAt(31))
  await redeem(at, 800)
  await at.deliver(paid('second', 100_000, 31), refunded('first', { amount: 100_000, of: 100_000, day: 31 }))
  expect(await pointsOf(at)).toMatchObject({ owed: 800, pending: 1_000 })
  at.clock.set(dayAt(31 + 366))
  await at.runDue()
  expect(at.eventsOf(pointsExpired).map(({ data }) => data.points)).toEqual([200])
  expect(await pointsOf(at)).toMatchObject({ owed: 0, available: 0, lots: [] })
})

test('Y4: points as of a moment, by when it happened and by when it was known, with every entry behind them', async () => {
  const at = await withPoints()
  const known = at.clock.now()
  at.clock.set(dayAt(40))
  await redeem(at, 250)
  await at.deliver(paid('late', 50_000, 1))
  expect(await pointsOf(at, { asOf: dayAt(35) })).toMatchObject({ available: 1_500 })
  expect(await pointsOf(at, { asOf: dayAt(35), recordedBy: known })).toMatchObject({ available: 1_000 })
  expect(await pointsOf(at)).toMatchObject({
    available: 1_250,
    entries: [
      { kind: 'pointsEarned', points: 1_000, balance: 1_000 },
      { kind: 'pointsEarned', points: 500, balance: 1_500 },
      { kind: 'pointsRedeemed', points: -250, balance: 1_250, causedBy: 'test' },
    ],
  })
})

test('Y4: a payment earns by the policy of its time; a later policy changes nothing', async () => {
  const at = await withPoints()
  await at.answer('setPointsPolicy', { body: { pointsPer100Minor: 2, refundWindowDays: 0, expiryMonths: 1 } })
  await at.deliver(refunded('first', { amount: 10_000, of: 100_000 }), paid('second', 10_000, 1))
  at.clock.set(dayAt(1))
  expect(await pointsOf(at)).toMatchObject({ available: 200, pending: 900 })
  await expect(at.ask('setPointsPolicy', { body: { refundWindowDays: 60, expiryMonths: 2 } })).rejects.toThrow(
    'expiryMonths',
  )
})
