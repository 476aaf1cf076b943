import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { type Lead, withoutOpenFollowUps } from '../pipeline/lead.ts'
import { cancelled } from './follow-up.ts'
import { findFollowUps, writeFollowUp } from './follow-up-store.ts'

/** Nothing is due any more with a lead that is won or lost: its open contacts are cancelled. Rule: L6, L7. */
export async function cancelOpenFollowUps(
  context: CampusContext,
  lead: Lead,
): Promise<{ readonly lead: Lead; readonly writes: readonly Write[] }> {
  const open = await findFollowUps(context, lead.openFollowUpIds)
  return {
    lead: withoutOpenFollowUps(lead, lead.openFollowUpIds),
    writes: open.map((followUp) => writeFollowUp(context, cancelled(followUp, context.now))),
  }
}
