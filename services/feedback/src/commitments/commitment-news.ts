import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { Commitment } from '@tutelage/shared/contracts/feedback/commitments-routes.ts'
import { serviceCommitmentBreached, serviceCommitmentFulfilled } from '@tutelage/shared/contracts/feedback/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'

/**
 * What a commitment's new state tells: that it was kept, with the evidence, or broken; an open or cancelled one tells nothing.
 * @param version that the change gave it
 * Rule: F9.
 */
export function commitmentNews({ campus }: CampusContext, commitment: Commitment, version: number): NewEvent[] {
  const { commitmentId, kind, householdId, studentId, dueAt, causedBy } = commitment
  const told = { commitmentId, kind, householdId, studentId, dueAt, causedBy }
  const occurrence = { campusId: campus.campusId, aggregateId: commitmentId, aggregateVersion: version }
  if (commitment.status === 'fulfilled') {
    return [happened(serviceCommitmentFulfilled, occurrence, { ...told, evidence: commitment.evidence })]
  }
  return commitment.status === 'breached' ? [happened(serviceCommitmentBreached, occurrence, told)] : []
}
