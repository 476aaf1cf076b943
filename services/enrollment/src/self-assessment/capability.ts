import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/self-assessment-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { selfAssessmentPolicy } from './policy.ts'
import { answerQuiz, issueQuizLink, listAttempts, openQuiz } from './take-quiz.ts'
import { getQuiz, listQuizzes, reviseQuiz, writeQuiz } from './write-quiz.ts'

/** Short quizzes about courses, which students take by a link. */
export const selfAssessmentCapability: Capability<CampusContext> = {
  name: 'self-assessment',
  rules: ['E18'],
  routes: [
    bindRoute(contracts.writeQuiz, writeQuiz),
    bindRoute(contracts.listQuizzes, listQuizzes),
    bindRoute(contracts.getQuiz, getQuiz),
    bindRoute(contracts.reviseQuiz, reviseQuiz),
    bindRoute(contracts.issueQuizLink, issueQuizLink),
    bindRoute(contracts.openQuiz, openQuiz),
    bindRoute(contracts.answerQuiz, answerQuiz),
    bindRoute(contracts.listAttempts, listAttempts),
    ...selfAssessmentPolicy.routes,
  ],
  publishes: [],
}
