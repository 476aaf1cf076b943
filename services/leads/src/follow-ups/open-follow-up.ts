import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { type Lead, withFollowUp } from '../pipeline/lead.ts'
import { dueFollowUp, dueTime, type FollowUp, type Purpose } from './follow-up.ts'
import { followUpPolicy } from './follow-up-policy.ts'

/** A lead with a contact due, both still to be written in the caller's commit. */
export interface OpenedFollowUp {
  readonly lead: Lead
  readonly followUp: FollowUp
}

/** Calendar and targets by which the campus reckons due times. */
export async function reckoning(context: CampusContext) {
  const [{ calendar }, targets] = await Promise.all([loadCampus(context), followUpPolicy.load(context)])
  return { calendar, targets }
}

/** Makes a contact due at a moment. Rule: L6. */
export function followUpAt(
  { ids, now }: CampusContext,
  lead: Lead,
  due: { readonly consultantId: StaffId; readonly purpose: Purpose; readonly dueAt: Instant },
): OpenedFollowUp {
  const followUpId = ids.next('followUp')
  const followUp = dueFollowUp({ followUpId, leadId: lead.leadId, ...due, createdAt: now })
  return { lead: withFollowUp(lead, followUpId), followUp }
}

/** Makes a contact due after the working time that the campus set for its purpose. Rule: L6. */
export async function openFollowUp(
  context: CampusContext,
  lead: Lead,
  { consultantId, purpose }: { readonly consultantId: StaffId; readonly purpose: Exclude<Purpose, 'callBack'> },
): Promise<OpenedFollowUp> {
  const dueAt = dueTime(purpose, context.now, await reckoning(context))
  return followUpAt(context, lead, { consultantId, purpose, dueAt })
}
