import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { replaceCard as contract } from '@tutelage/shared/contracts/loyalty/membership-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { nextCardNumber } from './issue-card.ts'
import { withReplacedCard } from './member.ts'
import { claimCard, readMember, writeMember } from './member-store.ts'

/**
 * Blocks the card that was lost or damaged and issues another number; who did it and when stands with the card.
 * @returns the new number, or refuses `cardNotActive`
 * @throws NotFound of `member`
 * Rule: Y1.
 */
export async function replaceCard({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const stored = await readMember(context, params.memberId)
  if (!stored) throw new NotFound('member')
  const { memberId, cards } = stored.value
  const cardNumber = await nextCardNumber(context, memberId, cards.length)
  const issued = { cardNumber, issuedAt: context.now, issuedBy: context.scope.actor.id }
  const decided = withReplacedCard(stored.value, body, issued)
  if (!decided.ok) return decided
  return accept(
    await context.commit({
      writes: [writeMember(context, decided.value, stored.version), claimCard(context, cardNumber, memberId)],
      answer: { memberId, cardNumber, replaces: body.cardNumber },
    }),
  )
}
