import { happened } from '@tutelage/shared/contracts/define-event.ts'
import { followUpOverdue } from '@tutelage/shared/contracts/leads/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { findLead } from '../pipeline/lead-store.ts'
import { managerAlerts } from '../staff/alert-managers.ts'
import { escalated } from './follow-up.ts'
import { findFollowUpAt, writeFollowUp } from './follow-up-store.ts'

/**
 * A contact whose time has run out is overdue, once: the managers are told. It stays on the consultant's list.
 * @param key of the follow-up's item, from the due index, which may be behind
 * @returns whether it was escalated now
 * Rule: L6.
 */
export async function escalateFollowUp(key: ItemKey, context: CampusContext) {
  const followUp = await findFollowUpAt(context, key)
  const overdue = followUp && escalated(followUp, context.now)
  if (!overdue) return accept({ escalated: false })
  const { followUpId, consultantId, dueAt, version } = overdue
  const { leadId } = (await findLead(context, overdue.leadId)) ?? overdue
  const { campusId } = context.campus
  const occurrence = { campusId, aggregateId: followUpId, aggregateVersion: version + 1 }
  const alerts = await managerAlerts(context, {
    occasion: `followUpOverdue:${followUpId}`,
    template: 'followUpEscalated',
    params: { leadId, consultantId, dueAt },
  })
  return accept(
    await context.commit({
      writes: [writeFollowUp(context, overdue)],
      events: [happened(followUpOverdue, occurrence, { leadId, followUpId, consultantId, dueAt }), ...alerts],
      answer: { escalated: true },
    }),
  )
}
