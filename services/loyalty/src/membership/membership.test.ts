import { memberJoined } from '@tutelage/shared/contracts/loyalty/events.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import { expect, test } from 'vitest'
import { enrolled } from '../testing/sample-events.ts'
import { named, testService } from '../testing/service-bench.ts'
import { memberIdOf } from './member-id.ts'

const household = named('household', 'wang')
const memberId = memberIdOf(testCampusId, household)
const li = named('student', 'li')

async function memberService() {
  const at = await testService()
  await at.deliver(enrolled())
  return at
}

const cardOf = async (at: Awaited<ReturnType<typeof memberService>>): Promise<string> => {
  const page = await at.answer('listMembers', { query: { householdId: household } })
  return JSON.parse(JSON.stringify(page)).items[0].cardNumber
}

test('Y1: a household joins once, whatever the number and order of its enrollments', async () => {
  const events = [enrolled(), enrolled('mei', { day: 1 }), enrolled('li', { day: 2, n: 2 })]
  for (const order of [events, [...events].reverse(), [...events, ...events]]) {
    const at = await testService()
    await at.deliver(...order)
    expect(at.eventsOf(memberJoined).map(({ data }) => data)).toEqual([{ memberId, householdId: household }])
    const studentIds = [li, named('student', 'mei')].sort()
    expect(await at.answer('getMember', { params: { memberId } })).toMatchObject({ studentIds })
  }
})

test('Y1: two children enrolled at the same moment make one member', async () => {
  const at = await testService()
  await Promise.all([at.deliver(enrolled()), at.deliver(enrolled('mei'))])
  expect(at.eventsOf(memberJoined)).toHaveLength(1)
  expect(await at.answer('listMembers')).toMatchObject({ items: [{ memberId, studentIds: { length: 2 } }] })
})

test('Y1: a new member stands on the lowest rung and has no points', async () => {
  const at = await memberService()
  expect(await at.answer('getMember', { params: { memberId } })).toMatchObject({
    tier: { tier: 'standard', qualifyingSpendMinor: 0 },
    points: { available: 0, pending: 0, owed: 0 },
    cards: [{ status: 'active', issuedBy: 'loyalty' }],
  })
})

test('Y1: members are found by household, student and card', async () => {
  const at = await memberService()
  await at.deliver(enrolled('han', { household: 'zhao' }))
  const cardNumber = await cardOf(at)
  for (const query of [{ householdId: household }, { studentId: li }, { cardNumber }]) {
    expect(await at.answer('listMembers', { query })).toMatchObject({ items: [{ memberId, cardNumber }] })
  }
  const other = { cardNumber, householdId: named('household', 'zhao') }
  expect(await at.answer('listMembers', { query: other })).toEqual({ items: [] })
  expect(await at.answer('listMembers')).toMatchObject({ items: { length: 2 } })
})

test('Y1: a member is not seen from another campus', async () => {
  const at = await memberService()
  const cardNumber = await cardOf(at)
  await expect(at.ask('getMember', { params: { memberId }, campusId: 'cam_demo-west' })).rejects.toThrow(
    'no such member',
  )
  expect(await at.answer('listMembers', { query: { cardNumber }, campusId: 'cam_demo-west' })).toEqual({ items: [] })
})

test('Y1: a lost card is replaced by another number, and still tells whose it was', async () => {
  const at = await memberService()
  const cardNumber = await cardOf(at)
  const body = { cardNumber, reason: 'lost' }
  const replaced = await at.answer('replaceCard', { params: { memberId }, body })
  expect(replaced).toMatchObject({ memberId, replaces: cardNumber })
  const member = await at.answer('getMember', { params: { memberId } })
  expect(member).toMatchObject({
    cards: [
      { status: 'active', issuedBy: 'stf_demo-principal' },
      { cardNumber, status: 'lost' },
    ],
  })
  expect(await at.answer('listMembers', { query: { cardNumber } })).toMatchObject({ items: [{ memberId }] })
})

test('Y1: a card is replaced once; the second request is refused', async () => {
  const at = await memberService()
  const body = { cardNumber: await cardOf(at), reason: 'damaged' }
  const both = await Promise.all([1, 2].map(() => at.ask('replaceCard', { params: { memberId }, body })))
  expect(both.map(({ kind }) => kind).sort()).toEqual(['done', 'refused'])
  expect(both).toContainEqual({ kind: 'refused', refusal: { ok: false, code: 'cardNotActive', details: {} } })
})

test('Y1: no card is replaced for somebody who is no member', async () => {
  const at = await memberService()
  const body = { cardNumber: await cardOf(at), reason: 'lost' }
  const params = { memberId: named('member', 'nobody') }
  await expect(at.ask('replaceCard', { params, body })).rejects.toThrow('no such member')
})

test('Y1: two members never get the same number', async () => {
  const at = await testService()
  const households = Array.from({ length: 30 }, (_, n) => `household${n}`)
  await at.deliver(...households.map((name) => enrolled(`student-${name}`, { household: name })))
  const numbers = JSON.parse(JSON.stringify(await at.answer('listMembers'))).items.map(
    ({ cardNumber }: { cardNumber: string }) => cardNumber,
  )
  expect(new Set(numbers).size).toBe(30)
})
