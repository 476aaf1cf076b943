import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  getMember as getContract,
  listMembers as listContract,
} from '@tutelage/shared/contracts/loyalty/membership-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { summaryOf } from '../points/points-statement.ts'
import { readPointsBook } from '../points/points-store.ts'
import { rungFor } from '../tiers/tier.ts'
import { tiers } from '../tiers/tier-policy.ts'
import { readStanding } from '../tiers/tier-store.ts'
import { activeCardOf, type Member } from './member.ts'
import { memberIdOf } from './member-id.ts'
import { listMemberPage, memberIdOfCard, memberIdOfStudent, readMember } from './member-store.ts'

type ListQuery = RequestOf<typeof listContract>['query']

const replyOf = ({ memberId, householdId, studentIds, joinedAt, cards }: Member) => ({
  memberId,
  householdId,
  studentIds: [...studentIds],
  joinedAt,
  cardNumber: activeCardOf({ memberId, cards }).cardNumber,
})

/** The member that a query names, by card, student or household; undefined when there is none. */
async function memberIdNamed(query: ListQuery, context: CampusContext): Promise<Id<'member'> | undefined> {
  const { cardNumber, studentId, householdId } = query
  if (cardNumber !== undefined) return memberIdOfCard(context, cardNumber)
  if (studentId !== undefined) return memberIdOfStudent(context, studentId)
  return householdId && memberIdOf(context.campus.campusId, householdId)
}

/** The members of a campus; with a household, student or card the one that fits all that is named. Rule: Y1. */
export async function listMembers({ query }: RequestOf<typeof listContract>, context: CampusContext) {
  const { householdId, studentId, cardNumber } = query
  if (householdId === undefined && studentId === undefined && cardNumber === undefined) {
    const page = await listMemberPage(context, query)
    return accept({ ...page, items: page.items.map(({ value }) => replyOf(value)) })
  }
  const memberId = await memberIdNamed(query, context)
  const member = memberId && (await readMember(context, memberId))?.value
  const fits =
    member &&
    (householdId === undefined || member.householdId === householdId) &&
    (studentId === undefined || member.studentIds.includes(studentId))
  return accept({ items: fits ? [replyOf(member)] : [] })
}

/** A member with cards, tier and points as they stand now. @throws NotFound of `member`. Rule: Y1, Y2, Y4. */
export async function getMember({ params }: RequestOf<typeof getContract>, context: CampusContext) {
  const member = (await readMember(context, params.memberId))?.value
  if (!member) throw new NotFound('member')
  const [standing, { ladder }, { book }] = await Promise.all([
    readStanding(context, member.memberId),
    tiers.load(context),
    readPointsBook(context, member),
  ])
  const qualifyingSpendMinor = standing?.value.qualifyingSpendMinor ?? 0
  const rung = ladder.find(({ tier }) => tier === standing?.value.tier) ?? rungFor(ladder, qualifyingSpendMinor)
  return accept({
    ...replyOf(member),
    cards: [...member.cards],
    tier: { tier: rung.tier, name: rung.name, qualifyingSpendMinor },
    points: { ...summaryOf(book, context.now) },
  })
}
