import type {
  ComplaintFile,
  ComplaintStatement,
  HandlingStep,
  StatedInvestigation,
} from '@tutelage/shared/contracts/feedback/complaint-fields.ts'
import type { ComplaintPolicy } from '@tutelage/shared/contracts/feedback/policies.ts'
import type { BusinessCalendar } from '@tutelage/shared/kernel/business-calendar.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { HouseholdId, Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import { type DurationMs, type Instant, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import type { Actor } from '@tutelage/shared/kernel/scope.ts'
import { addWorkingTime } from '@tutelage/shared/kernel/working-time.ts'
import { type Ring, ringClock, startClock, type TargetName, type Timing } from './complaint-clock.ts'
import { answeringDesk, checkDesk, type Severity } from './complaint-desk.ts'

export type OpenComplaint = Extract<ComplaintFile, { clock: unknown }>
export type ClosedComplaint = Exclude<ComplaintFile, OpenComplaint>
type ReceivedComplaint = Extract<ComplaintFile, { status: 'received' }>
type ArchivedComplaint = Extract<ComplaintFile, { status: 'archived' }>
export type ComplaintId = Id<'complaint'>

/** Who acts on a complaint, when, and by which calendar and policy. */
export interface ComplaintMoment {
  readonly now: Instant
  readonly by: Actor
  readonly calendar: BusinessCalendar
  readonly policy: ComplaintPolicy
}

/** A new complaint without its words. */
export interface NewComplaint {
  readonly complaintId: ComplaintId
  readonly householdId: HouseholdId
  readonly studentId?: StudentId | undefined
  readonly severity: Severity
  readonly channel: ComplaintFile['channel']
}

/** Words to be kept with the complaint, apart from its file. */
export type Words = Pick<ComplaintStatement, 'about' | 'text' | 'channel'>

/** The words that came with a deed, if any did. */
export const wordsOf = (
  about: Words['about'],
  text: string | undefined,
  channel: Words['channel'],
): readonly Words[] => (text === undefined ? [] : [{ about, text, channel }])

/** In the order in which they are done. Rule: F4. */
export const handlingSteps: readonly HandlingStep[] = ['listen', 'record', 'restate', 'apologise', 'ownResult']

export const timingOf = ({ now, calendar, policy }: ComplaintMoment): Timing => ({
  now,
  calendar,
  warnAtPercentLeft: policy.warnAtPercentLeft,
})

/** The working time of each target of a severity, in milliseconds. Rule: F3. */
function budgetsOf(policy: ComplaintPolicy, severity: Severity): Readonly<Record<TargetName, DurationMs>> {
  const targets = policy[severity]
  return {
    acknowledge: targets.acknowledgeWorkingMinutes * minuteMs,
    update: targets.updateWorkingMinutes * minuteMs,
    resolve: targets.resolveWorkingMinutes * minuteMs,
  }
}

const fileOf = (complaint: NewComplaint, { now, by }: ComplaintMoment) => ({
  ...complaint,
  filedAt: now,
  filedBy: by,
  desk: answeringDesk(complaint.severity),
  round: 1,
  statementCount: 0,
  steps: [],
  preventiveActions: [],
})

/** What begins with each round: the desk that answers has it, and all clocks run from now. */
export function freshRound(severity: Severity, moment: ComplaintMoment) {
  const budgets = budgetsOf(moment.policy, severity)
  return {
    status: 'received' as const,
    desk: answeringDesk(severity),
    acknowledgeDueAt: addWorkingTime(moment.calendar, moment.now, budgets.acknowledge),
    clock: startClock(budgets, timingOf(moment)),
    steps: [],
  }
}

/** A complaint is received and routed: the desk that answers the family has it, and its clocks run. Rules: F1, F2, F3. */
export const receive = (complaint: NewComplaint, moment: ComplaintMoment): ReceivedComplaint => ({
  ...fileOf(complaint, moment),
  ...freshRound(complaint.severity, moment),
})

/** What an investigation found, without its words. */
export const findingsOf = (stated: StatedInvestigation, { now, by }: ComplaintMoment) => ({
  rootCause: stated.rootCause,
  responsibleStaffIds: stated.responsibleStaffIds,
  responsibleCause: stated.responsibleCause,
  recordedAt: now,
  recordedBy: by,
})

/**
 * A verbal complaint that was settled at once stands in the archive, with its cause and solution.
 * @returns the complaint, or refuses `notVerbal` for what was written and `majorNotOnTheSpot`: that is the principal's
 * Rule: F1.
 */
export function settleOnTheSpot(
  complaint: NewComplaint,
  stated: StatedInvestigation,
  moment: ComplaintMoment,
): Decision<ArchivedComplaint, 'notVerbal' | 'majorNotOnTheSpot'> {
  const { channel, severity } = complaint
  if (channel !== 'phone' && channel !== 'inPerson') return refuse('notVerbal', { channel })
  if (severity === 'major') return refuse('majorNotOnTheSpot')
  const { now, by } = moment
  return accept({
    ...fileOf(complaint, moment),
    status: 'archived',
    settledOnTheSpot: true,
    investigation: findingsOf(stated, moment),
    followUps: [],
    resolvedAt: now,
    resolvedBy: by,
    archivedAt: now,
  })
}

export const isOpen = (complaint: ComplaintFile): complaint is OpenComplaint =>
  complaint.status === 'received' || complaint.status === 'acknowledged'

/** @returns the complaint when its clocks run or stand, or refuses `notOpen` with its status */
export const openComplaint = (complaint: ComplaintFile): Decision<OpenComplaint, 'notOpen'> =>
  isOpen(complaint) ? accept(complaint) : refuse('notOpen', { status: complaint.status })

/** The open complaint, when the actor sits at the desk that answers its family; refuses `notOpen` or `notYourDesk`. Rule: F2. */
export function answerableComplaint(
  complaint: ComplaintFile,
  { by }: ComplaintMoment,
): Decision<OpenComplaint, 'notOpen' | 'notYourDesk'> {
  const open = openComplaint(complaint)
  return open.ok ? (checkDesk(by, answeringDesk(complaint.severity)) ?? open) : open
}

/** What of a complaint stays through all its states. */
export const keptFile = (complaint: ComplaintFile) => ({
  complaintId: complaint.complaintId,
  householdId: complaint.householdId,
  studentId: complaint.studentId,
  severity: complaint.severity,
  channel: complaint.channel,
  filedAt: complaint.filedAt,
  filedBy: complaint.filedBy,
  desk: complaint.desk,
  round: complaint.round,
  statementCount: complaint.statementCount,
  steps: complaint.steps,
  preventiveActions: complaint.preventiveActions,
})

/** What is due until now and was not told yet, and the complaint that remembers it was. Rule: F3. */
export function ringComplaint(
  complaint: ComplaintFile,
  now: Instant,
): { readonly complaint: ComplaintFile; readonly rings: readonly Ring[] } {
  if (!isOpen(complaint)) return { complaint, rings: [] }
  const { clock, rings } = ringClock(complaint.clock, now)
  return { complaint: { ...complaint, clock }, rings }
}
