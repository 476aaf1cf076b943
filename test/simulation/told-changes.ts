import type { ServiceName } from '@tutelage/shared/contracts/define-event.ts'
import type { ItemChange } from '@tutelage/shared/data/memory-table.ts'
import type { Item } from '@tutelage/shared/data/table.ts'

/** A change of an item that is never committed without an event, and by which event it is told; by one of them, if there are several. */
export interface ToldChange {
  readonly entity: string
  readonly events: readonly string[]
  is(change: ItemChange): boolean
}

/** What stands at a path in an item, as text: `state.status`. */
function at(item: Item | undefined, path: string): string | undefined {
  let value: unknown = item
  for (const name of path.split('.')) {
    value =
      typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined
  }
  return value === undefined ? undefined : String(value)
}

const isNew = ({ before, after }: ItemChange): boolean => !before && after !== undefined
/** At the path stands another value than before, and one of these if any are named. */
const becomes =
  (path: string, ...values: readonly string[]) =>
  ({ before, after }: ItemChange): boolean => {
    const now = at(after, path)
    return now !== undefined && now !== at(before, path) && (values.length === 0 || values.includes(now))
  }
/** The same of an item that stood before. */
const changes =
  (path: string, ...values: readonly string[]) =>
  (change: ItemChange): boolean =>
    change.before !== undefined && becomes(path, ...values)(change)
const entry =
  (kind: string) =>
  ({ before, after, key }: ItemChange): boolean =>
    !before && after !== undefined && key.sk.startsWith(`ENTRY#${kind}/`)

const deed =
  (name: string) =>
  ({ before, after }: ItemChange): boolean =>
    !before && Array.isArray(after?.deeds) && after.deeds.includes(name)

const rule = (entity: string, is: ToldChange['is'], ...events: readonly string[]): ToldChange => ({
  entity,
  is,
  events,
})

const ofLeads: readonly ToldChange[] = [
  rule('lead', isNew, 'LeadCaptured'),
  rule('lead', becomes('inquiryCount'), 'LeadCaptured', 'LeadMerged'),
  rule('inquiry', isNew, 'LeadCaptured'),
  rule('lead', becomes('consultantId'), 'LeadAssigned', 'LeadMerged'),
  rule('lead', becomes('mergedInto'), 'LeadMerged'),
  rule('lead', becomes('lossReason'), 'LeadLost', 'LeadMerged'),
  rule('lead', becomes('conversion'), 'LeadConverted', 'LeadMerged'),
  rule('trialBooking', isNew, 'TrialBooked'),
  rule('trialBooking', changes('booking.status', 'attended'), 'TrialAttended'),
  rule('followUp', becomes('followUp.status', 'overdue'), 'FollowUpOverdue'),
  rule('followUp', becomes('followUp.status', 'completed'), 'FollowUpCompleted'),
  rule('preferenceChange', isNew, 'ContactPreferenceChanged', 'LeadMerged'),
  rule('campus', changes('profileVersion'), 'CampusConfigured'),
  rule('message', becomes('state.status', 'sent'), 'MessageSent'),
  rule('message', becomes('state.status', 'suppressed'), 'MessageSuppressed'),
]

const ofEnrollment: readonly ToldChange[] = [
  rule('enrollment', isNew, 'StudentEnrolled', 'ClassTransferred'),
  rule('hoursAccount', becomes('state.status', 'terminated'), 'EnrollmentTerminated'),
  rule('hoursAccount', becomes('state.status', 'completed'), 'CourseCompleted'),
  rule('hoursAccount', becomes('state.status', 'transferred'), 'ClassTransferred'),
  rule('hoursAccount', changes('lowBalanceTold', 'true'), 'BalanceRanLow'),
  rule('lesson', isNew, 'LessonScheduled'),
  rule('lesson', changes('startsAt'), 'LessonScheduled'),
  rule('lesson', changes('state.status', 'cancelled'), 'LessonCancelled'),
  rule('mark', (change) => isNew(change) && becomes('status', 'attended', 'late', 'makeUp')(change), 'LessonAttended'),
  rule('mark', (change) => isNew(change) && becomes('status', 'absent', 'leave')(change), 'LessonMissed'),
  rule('mark', changes('status'), 'AttendanceCorrected'),
  rule('mark', becomes('makeUp.status', 'used'), 'MakeUpCreditUsed'),
  rule('mark', becomes('makeUp.status', 'expired'), 'MakeUpCreditExpired'),
  rule(
    'mark',
    (change) => change.before?.makeUp === undefined && becomes('makeUp.status', 'open')(change),
    'MakeUpCreditGranted',
  ),
  rule('hoursEntry', entry('hoursDeducted'), 'LessonHoursDeducted'),
  rule('hoursEntry', entry('hoursPurchased'), 'TuitionPaid'),
  rule('hoursEntry', entry('planTuitionReceived'), 'TuitionPaid'),
  rule('hoursEntry', entry('tuitionRefunded'), 'TuitionRefunded'),
  rule('hoursEntry', entry('planTuitionRefunded'), 'TuitionRefunded'),
  rule('hoursEntry', entry('depositHeld'), 'DepositHeld'),
  rule('hoursEntry', entry('depositForfeited'), 'DepositForfeited'),
  rule('hoursEntry', entry('depositRefunded'), 'DepositRefunded'),
  rule('hoursEntry', entry('reversal'), 'AttendanceCorrected'),
  rule('teacherPayEntry', entry('teacherPayAccrued'), 'TeacherPayAccrued'),
  rule('refund', isNew, 'TuitionRefunded'),
  rule('yearPlan', isNew, 'YearPlanSigned'),
  rule('honoraryStudent', isNew, 'HonoraryStudentNamed'),
  rule('promotion', isNew, 'StudentPromoted'),
  rule('countedStudent', changes('renewalTold', 'true'), 'EnrollmentRenewed'),
  rule('countedStudent', changes('lapseTold', 'true'), 'EnrollmentLapsed'),
  rule('classGroup', changes('teacherId'), 'TeacherChanged'),
  rule('grade', isNew, 'GradeRecorded'),
  rule('grade', changes('scoreHundredths'), 'GradeRecorded'),
  rule('grade', becomes('fellFrom'), 'GradeFell'),
  rule('examRegistration', isNew, 'ExamScheduled'),
  rule('examResult', isNew, 'GradeRecorded'),
]

const ofLoyalty: readonly ToldChange[] = [
  rule('member', isNew, 'MemberJoined'),
  // A tuition that is paid back in part is reversed and posted anew: what it comes to is told.
  rule('pointsEntry', entry('pointsEarned'), 'PointsEarned', 'PointsReversed'),
  rule('pointsEntry', entry('pointsRedeemed'), 'PointsRedeemed'),
  rule('pointsEntry', entry('pointsExpired'), 'PointsExpired'),
  rule('pointsEntry', entry('reversal'), 'PointsReversed', 'PointsEarned'),
  rule('tierChange', isNew, 'TierChanged'),
  rule('progressCard', becomes('stamped'), 'ProgressCardStamped'),
  rule('progressCard', becomes('state.status', 'completed'), 'ProgressCardCompleted'),
  rule('danger', becomes('state.status', 'open'), 'DangerDetected'),
  rule('danger', becomes('state.status', 'resolved'), 'DangerResolved'),
  rule('careMessage', isNew, 'MessageRequested', 'CareMessageSuppressed'),
  rule('careMessage', becomes('state.status', 'sent'), 'CareMessageSent'),
  rule('careMessage', becomes('state.status', 'suppressed'), 'CareMessageSuppressed'),
]

const ofFeedback: readonly ToldChange[] = [
  rule('complaint', isNew, 'ComplaintFiled'),
  rule('complaint', becomes('complaint.desk'), 'ComplaintRouted'),
  rule('complaintHistory', deed('escalated'), 'ComplaintEscalated'),
  rule('complaintHistory', deed('resolved'), 'ComplaintResolved'),
  rule('complaintHistory', deed('followedUp'), 'ComplaintFollowedUp'),
  rule('complaintHistory', deed('reopened'), 'ComplaintReopened'),
  rule('survey', isNew, 'SurveySent'),
  rule('survey', changes('survey.status', 'answered', 'low'), 'SurveyAnswered'),
  rule('survey', changes('survey.status', 'low'), 'LowSatisfactionDetected'),
  rule('returnVisit', isNew, 'ReturnVisitCompleted'),
  rule('commitment', becomes('commitment.status', 'breached'), 'ServiceCommitmentBreached'),
  rule('commitment', becomes('commitment.status', 'fulfilled'), 'ServiceCommitmentFulfilled'),
]

/** Every change that must be told. */
export const toldChanges: Readonly<Record<ServiceName, readonly ToldChange[]>> = {
  leads: ofLeads,
  enrollment: ofEnrollment,
  loyalty: ofLoyalty,
  feedback: ofFeedback,
}

/**
 * What goes from one account of a family to another leaves it what it had: points that repay a debt, and hours that follow their
 * student to the next class after a late mark, which was told itself; and so was each lesson that a year plan counts as income.
 */
const changesNothing = ({ key }: ItemChange): boolean =>
  /^ENTRY#(debtRepaid|owedHoursRepaid|repaymentUndone|classTransferred|planLessonsUsed)\//.test(key.sk)

/** What goes from a merged student to the survivor is what it was, under another key. */
const isMoved = ({ after }: ItemChange, all: readonly ItemChange[]): boolean =>
  all.some((other) => !other.after && other.before?.entity === after?.entity)

/** The rules that the changes of one commit fall under, each with the change. */
export const rulesOf = (
  service: ServiceName,
  all: readonly ItemChange[],
): readonly { readonly rule: ToldChange; readonly change: ItemChange }[] =>
  all.flatMap((change) => {
    if (changesNothing(change) || (!change.before && isMoved(change, all))) return []
    const { entity } = change.after ?? change.before ?? {}
    const rules = toldChanges[service].filter((rule) => rule.entity === entity && rule.is(change))
    return rules.map((rule) => ({ rule, change }))
  })
