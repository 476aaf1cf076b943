import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { courseCompleted } from '@tutelage/shared/contracts/enrollment/events.ts'
import { lowSatisfactionDetected, surveyAnswered, surveySent } from '@tutelage/shared/contracts/feedback/events.ts'
import * as routes from '@tutelage/shared/contracts/feedback/surveys-routes.ts'
import { contactPreferenceChanged } from '@tutelage/shared/contracts/leads/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { on } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { answerSurvey } from './answer-survey.ts'
import { handleLowSatisfaction } from './handle-low-satisfaction.ts'
import { keepLanguage } from './keep-language.ts'
import { getSurveyAnswer, listSurveys } from './list-surveys.ts'
import { remindSurvey } from './remind-survey.ts'
import { sendSurvey } from './send-survey.ts'
import { showSurvey } from './show-survey.ts'
import { surveyRules } from './survey-policy.ts'
import { reminderJob } from './survey-store.ts'

/** Surveys after a course: sent, answered once by a link, low answers looked after. */
export const surveysCapability: Capability<CampusContext> = {
  name: 'surveys',
  rules: ['F7', 'F8', 'Language'],
  routes: [
    bindRoute(routes.showSurvey, showSurvey),
    bindRoute(routes.answerSurvey, answerSurvey),
    bindRoute(routes.listSurveys, listSurveys),
    bindRoute(routes.getSurveyAnswer, getSurveyAnswer),
    bindRoute(routes.handleLowSatisfaction, handleLowSatisfaction),
    ...surveyRules.routes,
  ],
  subscriptions: [
    on(courseCompleted, 'send-survey', sendSurvey),
    on(contactPreferenceChanged, 'keep-language', keepLanguage),
  ],
  jobs: [{ kind: 'due', name: reminderJob, run: remindSurvey }],
  publishes: [surveySent, surveyAnswered, lowSatisfactionDetected, messageRequested],
}
