import type { SurveyPolicy } from '@tutelage/shared/contracts/feedback/policies.ts'
import type { Survey } from '@tutelage/shared/contracts/feedback/surveys-routes.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { addMs, dayMs, type Instant } from '@tutelage/shared/kernel/instant.ts'
import type { Actor } from '@tutelage/shared/kernel/scope.ts'
import { endOfDay, localDateOf } from '@tutelage/shared/kernel/time-zone.ts'

export type SurveyId = Id<'survey'>
export type SentSurvey = Extract<Survey, { status: 'sent' }>
export type AnsweredSurvey = Extract<Survey, { rating: number }>
type HandledSurvey = Extract<Survey, { status: 'handled' }>

/** Whom a survey asks about what. */
export type SurveySubject = Pick<
  Survey,
  'surveyId' | 'householdId' | 'studentId' | 'enrollmentId' | 'courseId' | 'occasion'
>

/** A survey that goes out now; its link works for the policy's days. Rule: F7. */
export const send = (subject: SurveySubject, { linkDays }: SurveyPolicy, now: Instant): SentSurvey => ({
  ...subject,
  status: 'sent',
  sentAt: now,
  expiresAt: addMs(now, linkDays * dayMs),
})

/** When the one reminder comes; never, when the link has expired by then. Rule: F7. */
export function reminderAt(
  { sentAt, expiresAt }: SentSurvey,
  { reminderAfterDays }: SurveyPolicy,
): Instant | undefined {
  const at = addMs(sentAt, reminderAfterDays * dayMs)
  return at < expiresAt ? at : undefined
}

/** Whether a reminder is still of use: nobody answered, none was sent, and the link works. Rule: F7. */
export const needsReminder = (survey: Survey, now: Instant): survey is SentSurvey =>
  survey.status === 'sent' && survey.remindedAt === undefined && now < survey.expiresAt

/** When and where an answer came, and what counts as low there. */
export interface AnswerMoment {
  readonly now: Instant
  readonly timeZone: string
  readonly policy: SurveyPolicy
}

/**
 * The family's answer, once.
 * @param rating 1 to 5; a low one is work that is due before the local day ends
 * @returns the survey, `low` or `answered`, or refuses `alreadyAnswered`
 * Rules: F7, F8.
 */
export function answer(
  survey: Survey,
  rating: number,
  { now, timeZone, policy }: AnswerMoment,
): Decision<AnsweredSurvey, 'alreadyAnswered'> {
  if (survey.status !== 'sent') return refuse('alreadyAnswered')
  const { remindedAt: _, ...subject } = survey
  const answered = { ...subject, rating, answeredAt: now }
  if (rating > policy.lowRating) return accept({ ...answered, status: 'answered' })
  return accept({ ...answered, status: 'low', dueAt: endOfDay(localDateOf(now, timeZone), timeZone) })
}

/** A low answer was looked after. Refuses `notLow`. Rule: F8. */
export const handle = (survey: Survey, now: Instant, by: Actor): Decision<HandledSurvey, 'notLow'> =>
  survey.status === 'low'
    ? accept({ ...survey, status: 'handled', handledAt: now, handledBy: by })
    : refuse('notLow', { status: survey.status })
