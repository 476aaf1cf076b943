import { happened } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { lowSatisfactionDetected, surveyAnswered } from '@tutelage/shared/contracts/feedback/events.ts'
import type { answerSurvey as contract } from '@tutelage/shared/contracts/feedback/surveys-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { pageSetting } from './show-survey.ts'
import { type AnsweredSurvey, answer } from './survey.ts'
import { surveyOfLink } from './survey-link.ts'
import { thanksPage } from './survey-page.ts'
import { surveyRules } from './survey-policy.ts'
import { writeSurvey, writeWords } from './survey-store.ts'

function answerTold({ campus }: CampusContext, survey: AnsweredSurvey, version: number) {
  const { surveyId, householdId, studentId, rating } = survey
  const occurrence = { campusId: campus.campusId, aggregateId: surveyId, aggregateVersion: version }
  const told = { surveyId, householdId, studentId, rating }
  const answered = happened(surveyAnswered, occurrence, told)
  return survey.status === 'low' ? [answered, happened(lowSatisfactionDetected, occurrence, told)] : [answered]
}

/**
 * The family answers its survey: once, however often it is sent. A low rating is work for the same day.
 * @returns a page of thanks, or refuses `invalidLink`, `linkExpired` and `alreadyAnswered`
 * Rules: F7, F8.
 */
export async function answerSurvey({ params, query, body }: RequestOf<typeof contract>, context: CampusContext) {
  const found = await surveyOfLink(context, params.token)
  if (!found.ok) return found
  const { value: sent, version } = found.value
  const { campus, language } = await pageSetting(context, sent, query.language)
  const policy = await surveyRules.load(context)
  const answered = answer(sent, body.rating, { now: context.now, timeZone: campus.timeZone, policy })
  if (!answered.ok) return answered
  const comment = body.comment?.trim()
  const words = comment ? [writeWords(context, sent.surveyId, { kind: 'COMMENT', text: comment })] : []
  return accept(
    await context.commit({
      writes: [writeSurvey(context, { value: answered.value, version }), ...words],
      events: answerTold(context, answered.value, version + 1),
      answer: thanksPage(campus, language),
    }),
  )
}
