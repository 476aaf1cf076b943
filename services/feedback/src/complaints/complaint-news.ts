import { type EventContract, happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
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
import type * as z from 'zod'
import { type ComplaintMoment, isOpen, timingOf } from './complaint.ts'
import { dueAtOf, type Ring } from './complaint-clock.ts'

/** Tells what a change of a complaint means to others: events, and messages to the family and to staff. */
export interface ComplaintTeller {
  filed(): NewEvent[]
  /** The desk that has it now, with its due times; nothing of a complaint that is closed. */
  routed(): NewEvent[]
  /** To the family, with when it will have its answer at the latest. */
  receipt(): NewEvent[]
  resolved(): NewEvent[]
  followedUp(satisfied: boolean): NewEvent[]
  reopened(reason: 'notSatisfied' | 'newFacts'): NewEvent[]
  escalated(ring: Ring): NewEvent[]
}

const identity = ({ complaintId, householdId, studentId }: ComplaintFile) => ({
  complaintId,
  householdId,
  ...(studentId && { studentId }),
})

/**
 * @param complaint as it is after the change
 * @param version that the change gave it
 */
export function complaintTeller(
  context: CampusContext,
  moment: ComplaintMoment,
  { complaint, version }: { readonly complaint: ComplaintFile; readonly version: number },
): ComplaintTeller {
  const who = identity(complaint)
  const { complaintId, householdId, round } = complaint
  const { campusId } = context.campus
  const tell = <C extends EventContract>(contract: C, data: z.output<C['data']> & Readonly<Record<string, unknown>>) =>
    happened(contract, { campusId, aggregateId: complaintId, aggregateVersion: version }, data)
  const toFamily = (template: string, params: Readonly<Record<string, string>>) =>
    requestMessage(context, {
      occasion: `${template}:${complaintId}:${round}`,
      category: 'receipt',
      template,
      recipient: { householdId },
      params,
    })

  return {
    filed: () => [tell(complaintFiled, { ...who, severity: complaint.severity, channel: complaint.channel })],
    routed() {
      if (!isOpen(complaint)) return []
      const { desk, acknowledgeDueAt, clock } = complaint
      const resolveDueAt = dueAtOf(clock, 'resolve', timingOf(moment)) ?? context.now
      return [tell(complaintRouted, { ...who, desk, acknowledgeDueAt, resolveDueAt })]
    },
    receipt() {
      const answerBy = isOpen(complaint) && dueAtOf(complaint.clock, 'resolve', timingOf(moment))
      return answerBy ? [toFamily('complaintReceived', { complaintId, answerBy })] : []
    },
    resolved() {
      if (isOpen(complaint)) return []
      const { rootCause } = complaint.investigation
      const resolved = tell(complaintResolved, { ...who, rootCause, resolvedAt: complaint.resolvedAt })
      // Who was answered face to face at once needs no letter about it.
      return complaint.status === 'archived' ? [resolved] : [resolved, toFamily('complaintAnswered', { complaintId })]
    },
    followedUp: (satisfied) => [tell(complaintFollowedUp, { ...who, satisfied })],
    reopened: (reason) => [tell(complaintReopened, { ...who, reason })],
    escalated({ target, stage, dueAt }) {
      const to = stage === 'warning' ? ('campusManager' as const) : ('principal' as const)
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
      return [tell(complaintEscalated, { ...who, target, stage, to, dueAt }), ...mails]
    },
  }
}
