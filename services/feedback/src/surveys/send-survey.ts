import { createHash } from 'node:crypto'
import { type EventOf, happened } from '@tutelage/shared/contracts/define-event.ts'
import type { courseCompleted } from '@tutelage/shared/contracts/enrollment/events.ts'
import { surveySent } from '@tutelage/shared/contracts/feedback/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { idFromDigest } from '@tutelage/shared/kernel/ids.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { reminderAt, type SentSurvey, type SurveySubject, send } from './survey.ts'
import { surveyLink } from './survey-link.ts'
import { surveyRules } from './survey-policy.ts'
import { findSurvey, writeSurvey } from './survey-store.ts'

/** One survey for each enrollment, however often its course is said to be completed. */
function subjectOf({ data }: EventOf<typeof courseCompleted>, { campus }: CampusContext): SurveySubject {
  const { enrollmentId, householdId, studentId, courseId } = data
  const occasion = 'courseCompleted' as const
  const digest = createHash('sha256')
    .update(JSON.stringify([campus.campusId, occasion, enrollmentId]))
    .digest()
  return { surveyId: idFromDigest('survey', digest), householdId, studentId, enrollmentId, courseId, occasion }
}

/** The message with the link, or its reminder. */
export async function surveyMessage(context: CampusContext, survey: SentSurvey, template: string) {
  const { surveyId, studentId, expiresAt } = survey
  return requestMessage(context, {
    occasion: `${template}:${surveyId}`,
    category: 'survey',
    template,
    recipient: { studentId },
    params: { link: await surveyLink(context, survey), expiresAt },
    notAfter: expiresAt,
  })
}

/** A course ended: the family gets a link under which it can say, once, how it was. Rule: F7. */
export async function sendSurvey(event: EventOf<typeof courseCompleted>, context: CampusContext) {
  const subject = subjectOf(event, context)
  const { surveyId, householdId, studentId, occasion } = subject
  if (await findSurvey(context, surveyId)) return accept(await context.commit({ writes: [], answer: { sent: false } }))
  const policy = await surveyRules.load(context)
  const survey = send(subject, policy, context.now)
  const occurrence = { campusId: context.campus.campusId, aggregateId: surveyId, aggregateVersion: 1 }
  const { expiresAt } = survey
  return accept(
    await context.commit({
      writes: [writeSurvey(context, { value: survey, version: 0 }, reminderAt(survey, policy))],
      events: [
        happened(surveySent, occurrence, { surveyId, householdId, studentId, occasion, expiresAt }),
        await surveyMessage(context, survey, 'courseSurvey'),
      ],
      answer: { sent: true },
    }),
  )
}
