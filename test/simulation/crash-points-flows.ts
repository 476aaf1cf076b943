import { carePolicy } from '@tutelage/shared/contracts/loyalty/policies.ts'
import { policyRoutes } from '@tutelage/shared/contracts/policy-routes.ts'
import { dayMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { changePreferences, complain, handleComplaint, spendPoints } from './care-actors.ts'
import type { Actor } from './cast.ts'
import { correctsLastScore } from './exam-actors.ts'
import { cardReader, gatewayPayment, partnerComplaint, partnerLead, postAgain } from './partner-actors.ts'
import { followUp, markTrial, scheduleTrial, takeTrialSeat } from './sales-actors.ts'
import * as story from './story-actors.ts'
import { enroll, pay, refund } from './tuition-actors.ts'

/** A piece of the story, crashed at each of its calls. */
export interface Flow {
  /** What has to come before it, in calm weather. */
  readonly before?: readonly Actor[]
  /** What is done, stage by stage: after each everything settles. */
  readonly stages: readonly (readonly Actor[])[]
  /** Events without which it did not do what its name says. */
  readonly tells: readonly string[]
}

const { answers, calls, corrects, enrollsIn, marks, otherwise, scores, waits } = story

const greetsNoFestival: Actor = async ({ client, cast }) => {
  const call = { as: 'principal', params: { campusId: cast.campusId }, ifMatch: 1 } as const
  const reply = await client.call(policyRoutes(carePolicy).setPolicy, { ...call, body: { festivals: [] } })
  if (!reply) throw new Error('the policy was not set')
}
const enrolled = [calls, enrollsIn(0), pay]
const firstLesson = [...enrolled, waits(hourMs)]
const lastLesson = [...firstLesson, marks(0, 'attended'), waits(5 * hourMs)]

/** The chapters of the story, and what follows from them. */
export const flows = {
  inquiry: { stages: [[calls, calls, followUp]], tells: ['LeadCaptured', 'LeadAssigned', 'FollowUpCompleted'] },
  webInquiry: { stages: [[story.writesOnTheWeb]], tells: ['LeadCaptured', 'LeadAssigned'] },
  overdue: { before: [calls], stages: [[waits(2 * dayMs)]], tells: ['FollowUpOverdue'] },
  partner: {
    stages: [[otherwise(partnerLead), postAgain, story.postsNonsense], [story.discardsQuarantined]],
    tells: ['LeadCaptured'],
  },
  trial: {
    before: [calls, scheduleTrial],
    stages: [[takeTrialSeat], [waits(4 * hourMs), markTrial]],
    tells: ['TrialBooked', 'TrialAttended'],
  },
  enrolling: {
    before: [calls],
    stages: [[enroll, pay]],
    tells: ['StudentEnrolled', 'TuitionPaid', 'LeadConverted', 'MemberJoined', 'PointsEarned'],
  },
  gateway: {
    before: [calls, enroll],
    stages: [[gatewayPayment, postAgain]],
    tells: ['TuitionPaid', 'PointsEarned'],
  },
  webhook: { before: [calls, enroll], stages: [[otherwise(gatewayPayment)]], tells: ['TuitionPaid', 'PointsEarned'] },
  lesson: {
    before: firstLesson,
    stages: [[marks(0, 'attended'), cardReader]],
    tells: ['LessonAttended', 'LessonHoursDeducted', 'TeacherPayAccrued', 'ProgressCardStamped'],
  },
  cardReader: { before: firstLesson, stages: [[cardReader, postAgain]], tells: ['LessonAttended'] },
  correction: {
    before: [...firstLesson, marks(0, 'attended')],
    stages: [[corrects(0, 'absent'), corrects(0, 'attended'), corrects(0, 'absent')]],
    tells: ['AttendanceCorrected', 'LessonHoursDeducted', 'ProgressCardStamped'],
  },
  refund: { before: enrolled, stages: [[refund]], tells: ['TuitionRefunded', 'PointsReversed'] },
  points: {
    before: enrolled,
    stages: [[spendPoints], [story.skips(40 * dayMs)]],
    tells: ['PointsRedeemed', 'PointsExpired'],
  },
  absence: {
    before: firstLesson,
    stages: [[marks(0, 'absent')], [story.reachesFamily]],
    tells: ['LessonMissed', 'ServiceCommitmentFulfilled', 'ReturnVisitCompleted'],
  },
  danger: {
    before: [...firstLesson, marks(0, 'absent'), waits(5 * hourMs)],
    stages: [[marks(1, 'absent')], [waits(2 * dayMs)], [story.resolvesDanger]],
    tells: ['DangerDetected', 'DangerResolved', 'ServiceCommitmentBreached'],
  },
  grades: {
    before: [scores(97)],
    stages: [[scores(32)], [correctsLastScore(92)]],
    tells: ['GradeRecorded', 'GradeFell', 'DangerDetected', 'DangerResolved'],
  },
  survey: {
    before: [...lastLesson, marks(1, 'attended')],
    stages: [[answers(1)], [story.handlesLowAnswer]],
    tells: ['SurveyAnswered', 'LowSatisfactionDetected', 'DangerDetected'],
  },
  courseEnd: {
    before: lastLesson,
    stages: [[marks(1, 'late')], [waits(5 * dayMs)]],
    tells: ['CourseCompleted', 'SurveySent'],
  },
  complaint: {
    stages: [[otherwise(partnerComplaint)], [complain], [otherwise(handleComplaint)]],
    tells: ['ComplaintFiled', 'ComplaintRouted', 'ComplaintResolved', 'ComplaintReopened', 'DangerDetected'],
  },
  complaintLate: { before: [complain], stages: [[waits(3 * dayMs)]], tells: ['ComplaintEscalated'] },
  preferences: { stages: [[changePreferences]], tells: ['ContactPreferenceChanged'] },
  birthday: { before: [story.tellsBirthday], stages: [[waits(dayMs)]], tells: ['MessageRequested'] },
  festival: { before: enrolled, stages: [[waits(dayMs)]], tells: ['MessageRequested'] },
  unsubscribing: {
    before: [waits(dayMs)],
    stages: [[story.unsubscribes]],
    tells: ['ContactPreferenceChanged'],
  },
  policies: { stages: [[greetsNoFestival]], tells: [] },
} as const satisfies Readonly<Record<string, Flow>>
