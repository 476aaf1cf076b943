import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineEvent } from '../define-event.ts'
import { idField, instantField } from '../fields.ts'

const publishers = ['feedback'] as const
const version = 1

export const severityField = whenAsked(() => z.enum(['normal', 'major']))
/** Through which channel a complaint came. Rule: F1. */
export const complaintChannelField = whenAsked(() => z.enum(['phone', 'email', 'online', 'inPerson', 'partner']))
/** Who answers for it: marketing receives and answers, teaching resolves, the principal's line takes what is major. Rule: F2. */
export const deskField = whenAsked(() => z.enum(['marketing', 'teaching', 'principalLine']))
/** The clocks of a complaint. Rule: F3. */
export const complaintTargetField = whenAsked(() => z.enum(['acknowledge', 'update', 'resolve']))
/** What lay behind it, by the eight-part taxonomy of causes. */
export const rootCauseField = whenAsked(() =>
  z.enum([
    'parentView',
    'quality',
    'product',
    'service',
    'teacher',
    'competition',
    'childFeeling',
    'satisfiedNotLoyal',
  ]),
)

const complaint = whenAsked(() => ({
  complaintId: idField('complaint'),
  householdId: idField('household'),
  studentId: idField('student').optional(),
}))

export const complaintFiled = defineEvent({
  name: 'ComplaintFiled',
  publishers,
  version,
  summary: 'A complaint was received and recorded.',
  data: () => z.object({ ...complaint(), severity: severityField(), channel: complaintChannelField() }),
})

export const complaintRouted = defineEvent({
  name: 'ComplaintRouted',
  publishers,
  version,
  summary: 'A desk is responsible for the complaint, with its due times.',
  data: () =>
    z.object({ ...complaint(), desk: deskField(), acknowledgeDueAt: instantField(), resolveDueAt: instantField() }),
})

export const complaintEscalated = defineEvent({
  name: 'ComplaintEscalated',
  publishers,
  version,
  summary: 'A clock of the complaint is about to run out or has; somebody higher is told.',
  data: () =>
    z.object({
      ...complaint(),
      target: complaintTargetField(),
      stage: z.enum(['warning', 'breach']),
      to: z.enum(['campusManager', 'principal']),
      dueAt: instantField(),
    }),
})

export const complaintResolved = defineEvent({
  name: 'ComplaintResolved',
  publishers,
  version,
  summary: 'The agreed solution was carried out and the family answered.',
  data: () => z.object({ ...complaint(), rootCause: rootCauseField(), resolvedAt: instantField() }),
})

export const complaintFollowedUp = defineEvent({
  name: 'ComplaintFollowedUp',
  publishers,
  version,
  summary: 'The family was asked whether the solution holds.',
  data: () => z.object({ ...complaint(), satisfied: z.boolean() }),
})

export const complaintReopened = defineEvent({
  name: 'ComplaintReopened',
  publishers,
  version,
  summary: 'The solution did not hold; the complaint is open again.',
  data: () => z.object({ ...complaint(), reason: z.enum(['notSatisfied', 'newFacts']) }),
})

const survey = whenAsked(() => ({
  surveyId: idField('survey'),
  householdId: idField('household'),
  studentId: idField('student'),
}))

export const surveySent = defineEvent({
  name: 'SurveySent',
  publishers,
  version,
  summary: 'A survey link was sent to a family.',
  data: () => z.object({ ...survey(), occasion: z.enum(['courseCompleted']), expiresAt: instantField() }),
})

export const surveyAnswered = defineEvent({
  name: 'SurveyAnswered',
  publishers,
  version,
  summary: 'A survey was answered, once.',
  data: () => z.object({ ...survey(), rating: z.int().min(1).max(5) }),
})

export const lowSatisfactionDetected = defineEvent({
  name: 'LowSatisfactionDetected',
  publishers,
  version,
  summary: 'An answer was low enough to be work for today.',
  data: () => z.object({ ...survey(), rating: z.int().min(1).max(5) }),
})

const commitment = whenAsked(() => ({
  commitmentId: idField('commitment'),
  kind: z.enum(['sameDayCallAfterAbsence']),
  householdId: idField('household'),
  studentId: idField('student'),
  dueAt: instantField(),
  /** The event or record that made the promise due. */
  causedBy: z.string().max(100),
}))

export const serviceCommitmentFulfilled = defineEvent({
  name: 'ServiceCommitmentFulfilled',
  publishers,
  version,
  summary: 'A promise of the handbook was kept, with the evidence.',
  data: () => z.object({ ...commitment(), evidence: z.string().max(100) }),
})

export const serviceCommitmentBreached = defineEvent({
  name: 'ServiceCommitmentBreached',
  publishers,
  version,
  summary: 'A promise of the handbook was not kept in time.',
  data: () => z.object(commitment()),
})

export const returnVisitCompleted = defineEvent({
  name: 'ReturnVisitCompleted',
  publishers,
  version,
  summary: 'A family was called or visited.',
  data: () =>
    z.object({
      returnVisitId: idField('returnVisit'),
      householdId: idField('household'),
      studentId: idField('student'),
      channel: z.enum(['phone', 'email', 'home']),
      outcome: z.enum(['reached', 'noAnswer']),
      mood: z.enum(['good', 'neutral', 'bad']).optional(),
    }),
})
