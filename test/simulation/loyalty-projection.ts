import { derivedId } from '@tutelage/shared/data/derived-id.ts'
import type { Item } from '@tutelage/shared/data/table.ts'
import * as z from 'zod'
import { type Fact, latest } from './published-facts.ts'
import { Sums, type Witness } from './witness.ts'

const memberSchema = z.object({
  memberId: z.string(),
  householdId: z.string(),
  cards: z.array(z.object({ status: z.string() })),
})
const standingSchema = z.object({ memberId: z.string(), tier: z.string(), qualifyingSpendMinor: z.int() })
const cardSchema = z.object({
  pk: z.string(),
  stamped: z.int(),
  stampedOnIssue: z.int(),
  steps: z.int(),
  state: z.object({ status: z.string() }),
})
const bookSchema = z.object({
  householdId: z.string(),
  book: z.object({ balances: z.array(z.object({ account: z.string(), amount: z.int() })) }),
})
const paymentSchema = z.object({ householdId: z.string(), amountMinor: z.int() })
const markSchema = z.object({
  studentId: z.string(),
  lessonId: z.string(),
  status: z.string().optional(),
  after: z.string().optional(),
})
const pointsSchema = z.object({ householdId: z.string(), points: z.int() })

/** All events by name, and what stands in a table. */
export interface AtRest {
  readonly facts: ReadonlyMap<string, readonly Fact[]>
  readonly items: readonly Item[]
  readonly witness: Witness
}

const named = ({ facts }: AtRest, ...names: readonly string[]): readonly Fact[] =>
  names.flatMap((name) => facts.get(name) ?? [])

/** A family that pays before it is enrolled, as for a year plan, is counted under the member that it will be. */
function checkSpend(rest: AtRest): void {
  const spend = new Sums()
  for (const { name, campusId = '', data } of named(rest, 'TuitionPaid', 'TuitionRefunded')) {
    const { householdId, amountMinor } = paymentSchema.parse(data)
    spend.add(derivedId('member', campusId, householdId), name === 'TuitionPaid' ? amountMinor : -amountMinor)
  }
  const counted = new Map<string, number>()
  for (const item of rest.items.filter(({ entity }) => entity === 'tierStanding')) {
    const { memberId, qualifyingSpendMinor } = standingSchema.parse(item)
    counted.set(memberId, qualifyingSpendMinor)
  }
  for (const [memberId, sum] of spend.under('')) {
    rest.witness.expect(counted.get(memberId) === sum, 'tiers count what was paid', memberId, sum)
  }
}

const reversalSchema = z.object({
  pk: z.string(),
  entry: z.object({
    reverses: z.string().optional(),
    lines: z.array(z.object({ account: z.string(), amount: z.int() })),
  }),
})

/** By book: points that had expired and whose grant was reversed afterwards, so that the member lost them once, not twice. */
function expiredBefore({ items }: AtRest): Sums {
  const expired = new Sums()
  for (const item of items.filter(({ entity }) => entity === 'pointsEntry')) {
    const { pk, entry } = reversalSchema.parse(item)
    if (entry.reverses === undefined) continue
    for (const { account, amount } of entry.lines) if (account === 'external:pointsExpired') expired.add(pk, -amount)
  }
  return expired
}

function checkPoints(rest: AtRest): void {
  const told = new Sums()
  const expired = expiredBefore(rest)
  for (const { name, data } of named(rest, 'PointsEarned', 'PointsReversed', 'PointsRedeemed', 'PointsExpired')) {
    const { householdId, points } = pointsSchema.parse(data)
    told.add(householdId, name === 'PointsEarned' ? points : -points)
  }
  for (const item of rest.items.filter(({ entity }) => entity === 'pointsBook')) {
    const { householdId, book } = bookSchema.parse(item)
    const own = book.balances.filter(({ account }) => !account.startsWith('external:'))
    const sum = own.reduce((total, { amount }) => total + amount, 0)
    rest.witness.expect(
      told.of(householdId) + expired.of(item.pk) === sum,
      'points are what events told',
      householdId,
      sum,
      told.of(householdId),
    )
  }
}

const stamping = new Set(['attended', 'late', 'makeUp'])

function checkCards(rest: AtRest): void {
  const marks = named(rest, 'LessonAttended', 'LessonMissed', 'AttendanceCorrected')
  const lessons = new Sums()
  for (const { data } of latest(marks, ({ data }) => `${data.studentId} ${data.lessonId}`).values()) {
    const { studentId, status, after } = markSchema.parse(data)
    if (stamping.has(after ?? status ?? '')) lessons.add(studentId, 1)
  }
  const stamps = new Sums()
  for (const item of rest.items.filter(({ entity }) => entity === 'progressCard')) {
    const { pk, stamped, stampedOnIssue, state, steps } = cardSchema.parse(item)
    if (state.status !== 'withdrawn') stamps.add(pk.split('PROGRESS#')[1] ?? '', stamped - stampedOnIssue)
    rest.witness.expect(stamped <= steps, 'a card has no more stamps than steps', pk)
  }
  for (const [studentId, sum] of [...lessons.under(''), ...stamps.under('')]) {
    const agree = lessons.of(studentId) === stamps.of(studentId)
    rest.witness.expect(agree, 'cards are stamped for attended lessons', studentId, sum, stamps.of(studentId))
  }
}

/** Compares memberships, tiers, points and cards with what the events of the chain say. */
export function checkLoyalty(rest: AtRest): void {
  const members = rest.items.filter(({ entity }) => entity === 'member').map((item) => memberSchema.parse(item))
  const households = new Set(members.map(({ householdId }) => householdId))
  rest.witness.expect(households.size === members.length, 'a household is one member', members)
  for (const { cards, memberId } of members) {
    rest.witness.expect(cards.filter(({ status }) => status === 'active').length === 1, 'one card is active', memberId)
  }
  for (const { data } of named(rest, 'StudentEnrolled')) {
    rest.witness.expect(households.has(String(data.householdId)), 'who enrolls becomes a member', data)
  }
  checkSpend(rest)
  checkPoints(rest)
  checkCards(rest)
}
