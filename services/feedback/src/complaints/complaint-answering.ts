import type { ComplaintClock, ComplaintFile } from '@tutelage/shared/contracts/feedback/complaint-fields.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import { answerableComplaint, type ComplaintMoment, timingOf } from './complaint.ts'
import { meetTarget, pauseClock, restartTarget, resumeClock } from './complaint-clock.ts'

/** What the desk does that answers the family: acknowledge, tell how it stands, wait for it. */
export type Answering<Code extends string> = Decision<ComplaintFile, Code | 'notOpen' | 'notYourDesk'>
type PauseReason = Extract<ComplaintClock, { status: 'paused' }>['reason']

/** A person told the family that the complaint is looked after. Refuses `alreadyAcknowledged`. Rule: F3. */
export function acknowledge(complaint: ComplaintFile, moment: ComplaintMoment): Answering<'alreadyAcknowledged'> {
  const open = answerableComplaint(complaint, moment)
  if (!open.ok) return open
  if (open.value.status === 'acknowledged') return refuse('alreadyAcknowledged')
  return accept({
    ...open.value,
    status: 'acknowledged',
    acknowledgedAt: moment.now,
    acknowledgedBy: moment.by,
    clock: meetTarget(open.value.clock, 'acknowledge'),
  })
}

/** The family was told how it stands; the next telling is due a whole target from now. Refuses `notAcknowledged`. Rule: F3. */
export function update(complaint: ComplaintFile, moment: ComplaintMoment): Answering<'notAcknowledged'> {
  const open = answerableComplaint(complaint, moment)
  if (!open.ok) return open
  if (open.value.status === 'received') return refuse('notAcknowledged')
  return accept({ ...open.value, clock: restartTarget(open.value.clock, 'update', timingOf(moment)) })
}

/**
 * The clocks stand still. Refuses `alreadyPaused`, and `notAcknowledged`: nobody waits for a family that heard nothing yet.
 * Rule: F3.
 */
export function pause(
  complaint: ComplaintFile,
  reason: PauseReason,
  moment: ComplaintMoment,
): Answering<'notAcknowledged' | 'alreadyPaused'> {
  const open = answerableComplaint(complaint, moment)
  if (!open.ok) return open
  const { clock, status } = open.value
  if (status === 'received') return refuse('notAcknowledged')
  if (clock.status === 'paused') return refuse('alreadyPaused')
  return accept({ ...open.value, clock: pauseClock(clock, reason, timingOf(moment)) })
}

/** The clocks go on with what was left. Refuses `notPaused`. Rule: F3. */
export function resume(complaint: ComplaintFile, moment: ComplaintMoment): Answering<'notPaused'> {
  const open = answerableComplaint(complaint, moment)
  if (!open.ok) return open
  const { clock } = open.value
  if (clock.status === 'running') return refuse('notPaused')
  return accept({ ...open.value, clock: resumeClock(clock, timingOf(moment)) })
}
