import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { ComplaintFile } from '@tutelage/shared/contracts/feedback/complaint-fields.ts'
import {
  complaintEscalated,
  complaintFiled,
  complaintFollowedUp,
  complaintReopened,
  complaintResolved,
  complaintRouted,
} from '@tutelage/shared/contracts/feedback/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { type ComplaintMoment, isOpen, timingOf } from './complaint.ts'
import { dueAtOf, type Ring } from './complaint-clock.ts'

/** A complaint as it is after a change, with the version that the change gave it, and who changed it when. */
export interface ChangedComplaint {
  readonly context: CampusContext
  readonly moment: ComplaintMoment
  readonly complaint: ComplaintFile
  readonly version: number
}

const identity = ({ complaint }: ChangedComplaint) => {
  const { complaintId, householdId, studentId } = complaint
  return { complaintId, householdId, ...(studentId && { studentId }) }
}

const occurrenceOf = ({ context, complaint, version }: ChangedComplaint) => ({
  campusId: context.campus.campusId,
  aggregateId: complaint.complaintId,
  aggregateVersion: version,
})

const resolveDueAt = ({ complaint, moment }: ChangedComplaint) =>
  isOpen(complaint) ? dueAtOf(complaint.clock, 'resolve', timingOf(moment)) : undefined

/** A message to the family, once in each round. */
function toFamily({ context, complaint }: ChangedComplaint, template: string, params: object): NewEvent {
  const { complaintId, householdId, round } = complaint
  return requestMessage(context, {
    occasion: `${template}:${complaintId}:${round}`,
    category: 'receipt',
    template,
    recipient: { householdId },
    params: { complaintId, ...params },
  })
}

/** A complaint was received. Rule: F1. */
export function tellFiled(changed: ChangedComplaint): NewEvent[] {
  const { severity, channel } = changed.complaint
  return [happened(complaintFiled, occurrenceOf(changed), { ...identity(changed), severity, channel })]
}

/** The desk that has it now, with its due times; nothing of a complaint that is closed. Rule: F2. */
export function tellRouted(changed: ChangedComplaint): NewEvent[] {
  const { complaint } = changed
  const dueAt = resolveDueAt(changed)
  if (!isOpen(complaint) || !dueAt) return []
  const { desk, acknowledgeDueAt } = complaint
  const routed = { ...identity(changed), desk, acknowledgeDueAt, resolveDueAt: dueAt }
  return [happened(complaintRouted, occurrenceOf(changed), routed)]
}

/** To the family: that it is recorded, and when there will be an answer at the latest. Rule: F3. */
export function tellReceipt(changed: ChangedComplaint): NewEvent[] {
  const answerBy = resolveDueAt(changed)
  return answerBy ? [toFamily(changed, 'complaintReceived', { answerBy })] : []
}

/** The family was answered; who was answered face to face at once needs no letter about it. Rule: F4. */
export function tellResolved(changed: ChangedComplaint): NewEvent[] {
  const { complaint } = changed
  if (isOpen(complaint)) return []
  const { investigation, resolvedAt, status } = complaint
  const told = { ...identity(changed), rootCause: investigation.rootCause, resolvedAt }
  const resolved = happened(complaintResolved, occurrenceOf(changed), told)
  return status === 'archived' ? [resolved] : [resolved, toFamily(changed, 'complaintAnswered', {})]
}

/** The family was asked whether the solution holds. Rule: F5. */
export const tellFollowedUp = (changed: ChangedComplaint, satisfied: boolean): NewEvent[] => [
  happened(complaintFollowedUp, occurrenceOf(changed), { ...identity(changed), satisfied }),
]

/** A closed complaint is open again: routed as a new one is, with a receipt. Rule: F5. */
export const tellReopened = (changed: ChangedComplaint, reason: 'notSatisfied' | 'newFacts'): NewEvent[] => [
  happened(complaintReopened, occurrenceOf(changed), { ...identity(changed), reason }),
  ...tellRouted(changed),
  ...tellReceipt(changed),
]

/** Who hears of an escalation: of a warning the campus manager, of a breach the principal, and those whom the campus named. */
export function tellEscalated(changed: ChangedComplaint, ring: Ring): NewEvent[] {
  const { context, moment, complaint } = changed
  const { complaintId } = complaint
  const { target, stage, dueAt } = ring
  const to = stage === 'warning' ? 'campusManager' : 'principal'
  const { warnStaffIds, breachStaffIds } = moment.policy
  const mails = (stage === 'warning' ? warnStaffIds : breachStaffIds).map((staffId) =>
    requestMessage(context, {
      occasion: `complaintEscalation:${complaintId}:${target}:${stage}:${dueAt}:${staffId}`,
      category: 'staff',
      template: 'complaintEscalation',
      recipient: { staffId },
      params: { complaintId, target, stage, dueAt },
    }),
  )
  return [happened(complaintEscalated, occurrenceOf(changed), { ...identity(changed), ...ring, to }), ...mails]
}
