import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { EventOf } from '@tutelage/shared/contracts/define-event.ts'
import type { tuitionPaid, tuitionRefunded } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { type Acceptance, accept } from '@tutelage/shared/kernel/decision.ts'
import type { HouseholdId, Id } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { memberIdOf } from '../membership/member-id.ts'
import { tiers } from '../tiers/tier-policy.ts'
import { pointsPoster } from './points-events.ts'
import { pointsRules } from './points-policy.ts'
import { type PointsBook, readPointsBook, readPointsEntries, writePoints } from './points-store.ts'
import { pointsTerm } from './points-term.ts'
import { settleTuition } from './settle-tuition.ts'
import { tuitionEvents } from './tuition-events.ts'
import { type EarningTerms, isPaid, type TuitionFact, withPayment, withRefund } from './tuition-fact.ts'
import { readTuition, writeTuition } from './tuition-store.ts'

async function termsAt(paidAt: Instant, context: CampusContext): Promise<EarningTerms> {
  const [policy, { ladder }, campus] = await Promise.all([
    pointsRules.load(context),
    tiers.load(context),
    loadCampus(context),
  ])
  return {
    pointsPer100Minor: policy.pointsPer100Minor,
    rates: ladder.map(({ fromMinor, pointsBasisPoints }) => ({ fromMinor, pointsBasisPoints })),
    ...pointsTerm(paidAt, campus.timeZone, policy),
  }
}

/** The book first: what is read after it and changes meanwhile raises its version, so that the commit fails. */
async function readMemberTuition(context: CampusContext, householdId: HouseholdId) {
  const memberId = memberIdOf(context.campus.campusId, householdId)
  const account = await readPointsBook(context, { memberId, householdId })
  return { account, facts: await readTuition(context, memberId) }
}

const factOf = (facts: readonly Stored<TuitionFact>[], paymentId: Id<'payment'>) =>
  facts.find(({ value }) => value.paymentId === paymentId)?.value

/**
 * A payment earns points at the rate of the tier that the member had when paying. A refund of it that was heard of
 * before takes its share at once.
 * Rule: Y4.
 */
export async function earnPoints(event: EventOf<typeof tuitionPaid>, context: CampusContext) {
  const { paymentId, householdId, amountMinor, paidAt } = event.data
  const { account, facts } = await readMemberTuition(context, householdId)
  const known = factOf(facts, paymentId)
  if (known?.status === 'paid') return accept(null)
  const fact = withPayment(known, { paymentId, amountMinor, paidAt, terms: await termsAt(paidAt, context) })
  return fact ? settled({ account, facts, fact, causationId: event.meta.eventId }, context) : accept(null)
}

/**
 * A refund takes back its share of its payment's points, even spent ones; one that is heard of before its payment waits
 * for it.
 * Rule: Y4.
 */
export async function reversePoints(event: EventOf<typeof tuitionRefunded>, context: CampusContext) {
  const { paymentId, householdId, amountMinor, refundId } = event.data
  const { account, facts } = await readMemberTuition(context, householdId)
  const refund = { refundId, amountMinor, refundedAt: event.meta.occurredAt }
  const fact = withRefund(factOf(facts, paymentId), paymentId, refund)
  if (!fact) return accept(null)
  return settled({ account, facts, fact, heard: refundId, causationId: event.meta.eventId }, context)
}

interface Heard {
  readonly account: PointsBook
  readonly facts: readonly Stored<TuitionFact>[]
  /** The payment or the payment with its refund that was just heard of. */
  readonly fact: TuitionFact
  readonly heard?: Id<'refund'>
  readonly causationId: string
}

async function settled(request: Heard, context: CampusContext): Promise<Acceptance<null>> {
  const { account, facts: before, fact, heard, causationId } = request
  const { memberId, book, version } = account
  const others = before.map(({ value }) => value).filter(({ paymentId }) => paymentId !== fact.paymentId)
  const isFirst = !others.some(isPaid) && fact.status === 'paid' && fact.granted.revision === 0
  const history = isFirst ? [] : await readPointsEntries(context, memberId)
  const poster = pointsPoster(context, memberId, causationId)
  const key = [memberId, String(version + 1)]
  const after = settleTuition({ book, facts: [...others, fact], history, heard, key }, poster)
  return accept(
    await context.commit({
      writes: [
        ...writePoints(context, account, after),
        ...writeTuition(context, memberId, { before, after: after.facts }),
      ],
      events: tuitionEvents(context, account, after),
      answer: null,
    }),
  )
}
