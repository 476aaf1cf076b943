import { type EventOf, happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { studentEnrolled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { memberJoined } from '@tutelage/shared/contracts/loyalty/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { type Acceptance, accept } from '@tutelage/shared/kernel/decision.ts'
import { nextCardNumber } from './issue-card.ts'
import { type Member, withStudent } from './member.ts'
import { memberIdOf } from './member-id.ts'
import { claimCard, memberIdOfStudent, readMember, writeMember, writeStudent } from './member-store.ts'

type Enrolled = EventOf<typeof studentEnrolled>

/**
 * Makes the household of an enrolled student a member, once whatever the order and number of its enrollments, and
 * counts the student among it.
 * Rule: Y1.
 */
export async function joinMember(event: Enrolled, context: CampusContext): Promise<Acceptance<null>> {
  const { householdId, studentId } = event.data
  const memberId = memberIdOf(context.campus.campusId, householdId)
  const stored = await readMember(context, memberId)
  const { member, writes, events } = stored
    ? { member: stored.value, writes: [], events: [] }
    : await newMember(event, context)
  const joined = withStudent(member, studentId)
  if (stored && joined === stored.value) return accept(null)
  const known = (await memberIdOfStudent(context, studentId)) !== undefined
  return accept(
    await context.commit({
      writes: [
        writeMember(context, joined, stored?.version ?? 0),
        ...writes,
        ...(known ? [] : [writeStudent(context, studentId, memberId)]),
      ],
      events,
      answer: null,
    }),
  )
}

async function newMember(
  { data, meta }: Enrolled,
  context: CampusContext,
): Promise<{ readonly member: Member; readonly writes: readonly Write[]; readonly events: readonly NewEvent[] }> {
  const { campusId } = context.campus
  const { householdId, studentId } = data
  const memberId = memberIdOf(campusId, householdId)
  const cardNumber = await nextCardNumber(context, memberId, 0)
  const card = { cardNumber, status: 'active', issuedAt: context.now, issuedBy: context.scope.actor.id } as const
  const occurrence = { campusId, aggregateId: memberId, aggregateVersion: 1 }
  return {
    member: { memberId, householdId, studentIds: [studentId], joinedAt: meta.occurredAt, cards: [card] },
    writes: [claimCard(context, cardNumber, memberId)],
    events: [happened(memberJoined, occurrence, { memberId, householdId })],
  }
}
