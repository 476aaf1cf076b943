import { type EventOf, happened } from '@tutelage/shared/contracts/define-event.ts'
import type { tuitionPaid, tuitionRefunded } from '@tutelage/shared/contracts/enrollment/events.ts'
import { tierChanged } from '@tutelage/shared/contracts/loyalty/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { type Acceptance, accept } from '@tutelage/shared/kernel/decision.ts'
import type { HouseholdId } from '@tutelage/shared/kernel/ids.ts'
import { memberIdOf } from '../membership/member-id.ts'
import { countSpend } from './tier.ts'
import { tiers } from './tier-policy.ts'
import { isCounted, readStanding, writeCounted, writeStanding, writeTierChange } from './tier-store.ts'

interface Spend {
  readonly householdId: HouseholdId
  /** The payment or refund: counted once, for ever. */
  readonly causedBy: string
  readonly amountMinor: number
}

/** Counts tuition that was paid. Rule: Y2. */
export const countPayment = ({ data }: EventOf<typeof tuitionPaid>, context: CampusContext) =>
  counted({ householdId: data.householdId, causedBy: data.paymentId, amountMinor: data.amountMinor }, context)

/** Takes refunded tuition back, also when it is heard of before its payment. Rule: Y2. */
export const countRefund = ({ data }: EventOf<typeof tuitionRefunded>, context: CampusContext) =>
  counted({ householdId: data.householdId, causedBy: data.refundId, amountMinor: -data.amountMinor }, context)

async function counted(
  { householdId, causedBy, amountMinor }: Spend,
  context: CampusContext,
): Promise<Acceptance<null>> {
  const memberId = memberIdOf(context.campus.campusId, householdId)
  if (await isCounted(context, memberId, causedBy)) return accept(null)
  const [stored, { ladder }] = await Promise.all([readStanding(context, memberId), tiers.load(context)])
  const { standing, move } = countSpend(ladder, stored?.value, amountMinor)
  const version = (stored?.version ?? 0) + 1
  const { campusId } = context.campus
  const occurrence = { campusId, aggregateId: `${memberId}/tier`, aggregateVersion: version }
  const change = move && {
    from: move.from,
    to: move.to,
    reason: move.reason,
    qualifyingSpendMinor: move.qualifyingSpendMinor,
  }
  return accept(
    await context.commit({
      writes: [
        writeCounted(context, memberId, { causedBy, amountMinor }),
        writeStanding(context, memberId, standing, version - 1),
        ...(change
          ? [writeTierChange(context, memberId, { ...change, causedBy, changedAt: context.now }, version)]
          : []),
      ],
      events: change ? [happened(tierChanged, occurrence, { memberId, householdId, ...change })] : [],
      answer: null,
    }),
  )
}
