import { tierChanged } from '@tutelage/shared/contracts/loyalty/events.ts'
import { tierPolicy } from '@tutelage/shared/contracts/loyalty/policies.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memberIdOf } from '../membership/member-id.ts'
import { enrolled, paid, refunded } from '../testing/sample-events.ts'
import { named, replayed, testService } from '../testing/service-bench.ts'
import { countSpend, rungFor, type Standing } from './tier.ts'

const { ladder } = tierPolicy.schema().parse({})
const memberId = memberIdOf(testCampusId, named('household', 'wang'))

test('Y2: the rungs of the spend preset begin at their amount and not before', () => {
  const tierAt = (spend: number) => rungFor(ladder, spend).tier
  expect([0, 1_999_999, 2_000_000, 4_999_999, 5_000_000].map(tierAt)).toEqual([
    'standard',
    'standard',
    'gold',
    'gold',
    'platinum',
  ])
  expect(tierAt(-1)).toBe('standard')
})

test('Y2: in whatever order spend is counted, the member stands on the same rung', () => {
  const amounts = fc.array(fc.integer({ min: -3_000_000, max: 3_000_000 }), { minLength: 1, maxLength: 12 })
  const shuffled = amounts.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  )
  const stand = (list: readonly number[]) =>
    list.reduce<Standing | undefined>((before, amount) => countSpend(ladder, before, amount).standing, undefined)
  fc.assert(
    fc.property(shuffled, ([one, other]) => {
      expect(stand(one)).toEqual(stand(other))
    }),
  )
})

test('Y2: a move says from where, to where, why and with which spend', async () => {
  const at = await testService()
  await at.deliver(enrolled(), paid('first', 1_500_000), paid('second', 600_000, 1))
  const move = { from: 'standard', to: 'gold', reason: 'spendReached', qualifyingSpendMinor: 2_100_000 }
  expect(at.eventsOf(tierChanged).map(({ data }) => data)).toMatchObject([{ memberId, ...move }])
  expect(await at.answer('listTierChanges', { params: { memberId } })).toMatchObject({
    items: [{ ...move, causedBy: named('payment', 'second') }],
  })
})

test('Y2: refunded tuition no longer qualifies, and the member steps down', async () => {
  const at = await testService()
  await at.deliver(enrolled(), paid('first', 2_000_000), refunded('first', { amount: 500_000, of: 2_000_000 }))
  expect(at.eventsOf(tierChanged).map(({ data }) => [data.to, data.reason])).toEqual([
    ['gold', 'spendReached'],
    ['standard', 'spendRefunded'],
  ])
  expect(await at.answer('getMember', { params: { memberId } })).toMatchObject({
    tier: { tier: 'standard', name: { 'zh-CN': '普通' }, qualifyingSpendMinor: 1_500_000 },
  })
})

test('Y2: a payment heard of after its refund, or twice, counts the same', async () => {
  const at = await testService()
  const refund = refunded('first', { amount: 500_000, of: 3_000_000 })
  await at.deliver(refund, enrolled(), paid('first', 3_000_000), refund, paid('first', 3_000_000))
  expect(await at.answer('getMember', { params: { memberId } })).toMatchObject({
    tier: { tier: 'gold', qualifyingSpendMinor: 2_500_000 },
  })
})

test('Y2: a payment counts once even when its event is replayed after the inbox forgot it', async () => {
  const at = await testService()
  const payment = paid('first', 1_000_000)
  await at.deliver(enrolled(), payment)
  await at.deliver(replayed(payment))
  expect(await at.answer('getMember', { params: { memberId } })).toMatchObject({
    tier: { qualifyingSpendMinor: 1_000_000 },
  })
})

test('Y2: a campus sets its own ladder; one that does not begin at 0 or does not rise is refused', async () => {
  const at = await testService()
  const name = { 'zh-CN': '银', en: 'Silver' }
  const rung = (tier: string, fromMinor: number) => ({ tier, name, fromMinor, pointsBasisPoints: 10_000 })
  await at.answer('setTiersPolicy', { body: { ladder: [rung('basic', 0), rung('silver', 100)] } })
  await at.deliver(enrolled(), paid('first', 100))
  expect(await at.answer('getMember', { params: { memberId } })).toMatchObject({ tier: { tier: 'silver' } })
  for (const bad of [[rung('basic', 1)], [rung('basic', 0), rung('silver', 0)], [rung('a', 0), rung('a', 5)]]) {
    await expect(at.ask('setTiersPolicy', { body: { ladder: bad } })).rejects.toThrow('body.ladder')
  }
})
