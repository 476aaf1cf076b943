import type { DomainEvent } from '@tutelage/shared/contracts/define-event.ts'
import {
  pointsEarned,
  pointsReversed,
  progressCardCompleted,
  progressCardStamped,
} from '@tutelage/shared/contracts/loyalty/events.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memberIdOf } from '../membership/member-id.ts'
import { attended, corrected, dayAt, enrolled } from '../testing/sample-events.ts'
import { interleaved, named, replayed, type TestService, testService } from '../testing/service-bench.ts'

const studentId = named('student', 'li')
const memberId = memberIdOf(testCampusId, named('household', 'wang'))

const lessons = (count: number) => Array.from({ length: count }, (_, n) => attended(n))
const takenBack = (n: number, version = 2) => corrected(n, { before: 'attended', after: 'absent', version })

async function cardsAfter(...events: readonly DomainEvent[]) {
  const at = await testService()
  await at.deliver(...events)
  return { at, cards: await cardsOf(at) }
}
const cardsOf = async (at: TestService) =>
  JSON.parse(JSON.stringify(await at.answer('listProgressCards', { params: { studentId } }))).items
const pointsOf = (at: TestService) => at.answer('getPoints', { params: { memberId } })

test('Y9: the first enrollment issues a card of six steps with one stamped', async () => {
  const { at, cards } = await cardsAfter(enrolled(), enrolled('li', { n: 2, day: 1 }))
  expect(cards).toMatchObject([{ studentId, status: 'open', steps: 6, stampedOnIssue: 1, stamped: 1 }])
  expect(at.eventsOf(progressCardStamped).map(({ data }) => [data.stamped, data.cause])).toEqual([[1, 'issued']])
})

test('Y9: a lesson stamps once, however often it is heard of', async () => {
  const { at, cards } = await cardsAfter(enrolled(), attended(0), attended(0))
  await at.deliver(replayed(attended(0)))
  expect(cards).toMatchObject([{ stamped: 2 }])
  expect(await cardsOf(at)).toEqual(cards)
})

test('Y9: a lesson heard of before the enrollment issues the card and stamps it', async () => {
  const { at, cards } = await cardsAfter(attended(0), enrolled())
  expect(cards).toMatchObject([{ stamped: 2 }])
  expect(at.eventsOf(progressCardStamped).map(({ data }) => [data.stamped, data.cause])).toEqual([
    [1, 'issued'],
    [2, 'attended'],
  ])
})

test('Y9: a complete card earns its points, to be spent at once, and the next is issued', async () => {
  const { at, cards } = await cardsAfter(enrolled(), ...lessons(5))
  expect(cards).toMatchObject([
    { status: 'open', stamped: 1 },
    { status: 'completed', stamped: 6, completedAt: at.clock.now() },
  ])
  const [completed] = at.eventsOf(progressCardCompleted)
  expect(completed?.data).toMatchObject({ stamped: 6, steps: 6, memberId })
  expect(at.eventsOf(pointsEarned).map(({ data }) => data)).toMatchObject([
    { points: 50, progressCardId: completed?.data.progressCardId, spendableFrom: at.clock.now() },
  ])
  expect(await pointsOf(at)).toMatchObject({ available: 50, pending: 0 })
})

test('Y9: a correction to absent takes the stamp back; one to attended gives it', async () => {
  const { at } = await cardsAfter(enrolled(), attended(0), takenBack(0))
  expect(await cardsOf(at)).toMatchObject([{ stamped: 1 }])
  await at.deliver(corrected(0, { before: 'absent', after: 'late', version: 3 }))
  expect(await cardsOf(at)).toMatchObject([{ stamped: 2 }])
  await at.deliver(corrected(1, { before: 'cancelledBySchool', after: 'makeUp' }))
  expect(await cardsOf(at)).toMatchObject([{ stamped: 3 }])
})

test('Y9: a card complete by mistake is open again, and its points are taken back exactly', async () => {
  const { at } = await cardsAfter(enrolled(), ...lessons(5))
  const redeem = { params: { memberId }, body: { points: 20, for: 'cashOffset' } }
  await at.answer('redeemPoints', redeem)
  await at.deliver(takenBack(2))
  expect(await cardsOf(at)).toMatchObject([{ status: 'open', stamped: 5 }])
  expect(at.eventsOf(pointsReversed).map(({ data }) => [data.points, data.debtPoints])).toEqual([[50, 20]])
  expect(await pointsOf(at)).toMatchObject({ available: 0, owed: 20 })
  await at.deliver(attended(7))
  expect(await cardsOf(at)).toMatchObject([{ status: 'open', stamped: 1 }, { status: 'completed' }])
  expect(await pointsOf(at)).toMatchObject({ available: 30, owed: 0 })
})

test('Y9: a reward is taken back from the household that earned it, whatever household the student has since', async () => {
  const { at } = await cardsAfter(enrolled(), ...lessons(5))
  const correction = takenBack(2)
  await at.deliver({ ...correction, data: { ...correction.data, householdId: named('household', 'zhang') } })
  expect(at.eventsOf(pointsReversed).map(({ data }) => [data.memberId, data.points])).toEqual([[memberId, 50]])
  expect(await pointsOf(at)).toMatchObject({ available: 0, owed: 0 })
})

test('Y9: wherever a last step and the next one meet, both count', async () => {
  for (let read = 1; read <= 9; read += 1) {
    const { at } = await cardsAfter(enrolled(), ...lessons(4))
    await interleaved(at, read, { action: () => at.deliver(attended(9)), between: () => at.deliver(attended(8)) })
    expect(await cardsOf(at), `after read ${read}`).toMatchObject([{ stamped: 2 }, { stamped: 6 }])
  }
})

test('Y9: a card that was withdrawn is issued again and can be completed again', async () => {
  const { at } = await cardsAfter(enrolled(), ...lessons(10))
  expect(await pointsOf(at)).toMatchObject({ available: 100 })
  await at.deliver(...[0, 1, 2, 3, 4, 5].map((n) => takenBack(n)))
  expect(await cardsOf(at)).toMatchObject([{ stamped: 5, status: 'open' }])
  expect(await pointsOf(at)).toMatchObject({ available: 0, owed: 0 })
  await at.deliver(...[0, 1, 2, 3, 4, 5].map((n) => corrected(n, { before: 'absent', after: 'attended', version: 3 })))
  expect(await cardsOf(at)).toMatchObject([{ stamped: 1 }, { stamped: 6 }, { stamped: 6 }])
  expect(await pointsOf(at)).toMatchObject({ available: 100, owed: 0 })
})

test('Y9: a card keeps the terms on which it was issued', async () => {
  const { at } = await cardsAfter(enrolled())
  await at.answer('setProgressCardsPolicy', { body: { steps: 3, stampedOnIssue: 0, rewardPoints: 0 } })
  await at.deliver(...lessons(8))
  expect(await cardsOf(at)).toMatchObject([
    { steps: 3, stamped: 0, status: 'open' },
    { steps: 3, stamped: 3, status: 'completed' },
    { steps: 6, stamped: 6, status: 'completed' },
  ])
  expect(await pointsOf(at)).toMatchObject({ available: 50, entries: { length: 1 } })
  await expect(at.ask('setProgressCardsPolicy', { body: { steps: 3, stampedOnIssue: 3 } })).rejects.toThrow(
    'stampedOnIssue',
  )
})

test('Y9: lessons and corrections in any order, or twice, give the same cards and points', async () => {
  const history = fc
    .array(fc.tuple(fc.nat(8), fc.nat(3)), { maxLength: 9 })
    .map((marks) => [...new Map(marks)].flatMap(([n, corrections]) => marksOf(n, corrections)))
  const shuffles = history.chain((events) =>
    fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }), fc.subarray(events)),
  )
  await fc.assert(
    fc.asyncProperty(shuffles, async ([events, shuffled, twice]) => {
      const straight = await cardsAfter(enrolled(), ...events)
      const other = await cardsAfter(...shuffled, enrolled(), ...twice.map(replayed))
      expect(other.cards.map(withoutTimes)).toEqual(straight.cards.map(withoutTimes))
      const [one, two] = [await pointsOf(straight.at), await pointsOf(other.at)]
      expect(two).toMatchObject({ available: JSON.parse(JSON.stringify(one)).available, owed: 0 })
    }),
    { numRuns: 60 },
  )
})

/** A lesson that was attended, and corrected so many times, to and fro. */
const marksOf = (n: number, corrections: number) => [
  attended(n),
  ...Array.from({ length: corrections }, (_, at) =>
    at % 2 === 0 ? takenBack(n, at + 2) : corrected(n, { before: 'absent', after: 'attended', version: at + 2 }),
  ),
]

const withoutTimes = ({ stamped, status }: { stamped: number; status: string }) => ({ stamped, status })

test('Y9: two lessons heard of at the same moment both stamp', async () => {
  const { at } = await cardsAfter(enrolled())
  at.clock.set(dayAt(9))
  await Promise.all(lessons(5).map((lesson) => at.deliver(lesson)))
  expect(await cardsOf(at)).toMatchObject([{ stamped: 1 }, { stamped: 6 }])
  expect(at.eventsOf(progressCardCompleted)).toHaveLength(1)
})
