import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { HouseholdId, Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'

/** A member's card; the number of one that was lost or damaged is never given again. */
export interface MemberCard {
  readonly cardNumber: string
  readonly status: 'active' | 'lost' | 'damaged'
  readonly issuedAt: Instant
  readonly issuedBy: string
}

/** A household as a member of one campus. */
export interface Member {
  readonly memberId: Id<'member'>
  readonly householdId: HouseholdId
  readonly studentIds: readonly StudentId[]
  readonly joinedAt: Instant
  /** Latest first; exactly one is active. */
  readonly cards: readonly MemberCard[]
}

/** The card that is valid now. @throws Error when there is none: a defect */
export function activeCardOf({ cards, memberId }: Pick<Member, 'cards' | 'memberId'>): MemberCard {
  const active = cards.find(({ status }) => status === 'active')
  if (!active) throw new Error(`${memberId} has no active card`)
  return active
}

/** The member with one more student; the same member when the student is known. Rule: Y1. */
export function withStudent(member: Member, studentId: StudentId): Member {
  if (member.studentIds.includes(studentId)) return member
  return { ...member, studentIds: [...member.studentIds, studentId].sort() }
}

/**
 * Blocks a card and issues another.
 * @param lost the number that the family had and why it is useless
 * @returns the member, or refuses `cardNotActive` when that card is not the valid one, such as after a first request
 * Rule: Y1.
 */
export function withReplacedCard(
  member: Member,
  lost: { readonly cardNumber: string; readonly reason: 'lost' | 'damaged' },
  issued: Omit<MemberCard, 'status'>,
): Decision<Member, 'cardNotActive'> {
  if (activeCardOf(member).cardNumber !== lost.cardNumber) return refuse('cardNotActive')
  const cards = member.cards.map((card) =>
    card.cardNumber === lost.cardNumber ? { ...card, status: lost.reason } : card,
  )
  return accept({ ...member, cards: [{ ...issued, status: 'active' }, ...cards] })
}
