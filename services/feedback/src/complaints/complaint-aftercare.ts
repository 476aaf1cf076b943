import type { ComplaintFile } from '@tutelage/shared/contracts/feedback/complaint-fields.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { type ClosedComplaint, type ComplaintMoment, freshRound, isOpen, keptFile } from './complaint.ts'
import { answeringDesk, checkDesk } from './complaint-desk.ts'

type After<Code extends string> = Decision<ComplaintFile, Code | 'notYourDesk'>

const mostActions = 50

/** Open again: a new round with fresh clocks, at the desk that answers the family. Rule: F5. */
const openedAgain = (complaint: ClosedComplaint, moment: ComplaintMoment): ComplaintFile => ({
  ...keptFile(complaint),
  ...freshRound(complaint.severity, moment),
  round: complaint.round + 1,
})

/**
 * The family was asked whether the solution holds; when it does not, the complaint is open again. Refuses `notResolved`.
 * Rule: F5.
 */
export function followUp(complaint: ComplaintFile, satisfied: boolean, moment: ComplaintMoment): After<'notResolved'> {
  const stranger = checkDesk(moment.by, answeringDesk(complaint.severity))
  if (stranger) return stranger
  if (complaint.status !== 'resolved') return refuse('notResolved', { status: complaint.status })
  if (!satisfied) return accept(openedAgain(complaint, moment))
  const asked = { satisfied, askedAt: moment.now, askedBy: moment.by }
  return accept({ ...complaint, followUps: [...complaint.followUps, asked] })
}

/** New facts came up: a closed complaint is open again. Refuses `stillOpen`. Rule: F5. */
export function reopen(complaint: ComplaintFile, moment: ComplaintMoment): After<'stillOpen'> {
  const stranger = checkDesk(moment.by, answeringDesk(complaint.severity))
  if (stranger) return stranger
  return isOpen(complaint) ? refuse('stillOpen') : accept(openedAgain(complaint, moment))
}

/** What is done so that it does not happen again: who sees to it, and until when. Its words are a statement. */
export interface PreventiveAction {
  readonly ownerId?: StaffId | undefined
  readonly dueOn?: LocalDate | undefined
}

/** Adds an action to prevent it, in any state. Refuses `tooManyActions`. Rule: F5. */
export function prevent(
  complaint: ComplaintFile,
  { ownerId, dueOn }: PreventiveAction,
  { now, by }: ComplaintMoment,
): Decision<ComplaintFile, 'tooManyActions'> {
  const { preventiveActions, statementCount } = complaint
  if (preventiveActions.length >= mostActions) return refuse('tooManyActions', { mostActions })
  const action = { statement: statementCount + 1, ownerId, dueOn, recordedAt: now, recordedBy: by }
  return accept({ ...complaint, preventiveActions: [...preventiveActions, action] })
}

/** A resolved complaint goes to the archive. Refuses `notResolved`, and `notFollowedUp` before the family is satisfied. Rule: F5. */
export function archive(complaint: ComplaintFile, moment: ComplaintMoment): After<'notResolved' | 'notFollowedUp'> {
  const stranger = checkDesk(moment.by, answeringDesk(complaint.severity))
  if (stranger) return stranger
  if (complaint.status !== 'resolved') return refuse('notResolved', { status: complaint.status })
  if (!complaint.followUps.at(-1)?.satisfied) return refuse('notFollowedUp')
  return accept({ ...complaint, status: 'archived', archivedAt: moment.now, settledOnTheSpot: false })
}
