import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  getSurveyAnswer as getContract,
  listSurveys as listContract,
} from '@tutelage/shared/contracts/feedback/surveys-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { listByStatus, readSurvey, readWords } from './survey-store.ts'

/** The surveys in a state; `low` is the work that a rating made. Rule: F8. */
export const listSurveys = async ({ query }: RequestOf<typeof listContract>, context: CampusContext) =>
  accept(await listByStatus(context, query))

/** A survey with the words of its answer. @throws NotFound of `survey` */
export async function getSurveyAnswer({ params }: RequestOf<typeof getContract>, context: CampusContext) {
  const { value: survey } = await readSurvey(context, params.surveyId)
  return accept({ survey, ...(await readWords(context, params.surveyId)) })
}
