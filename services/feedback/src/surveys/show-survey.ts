import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { showSurvey as contract, Survey } from '@tutelage/shared/contracts/feedback/surveys-routes.ts'
import type { Language } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { findLanguage } from './household-language-store.ts'
import { surveyOfLink } from './survey-link.ts'
import { surveyPage } from './survey-page.ts'

/** The campus and the language of a page: the one asked for, else the household's, else the campus's. Rule: Language. */
export async function pageSetting(context: CampusContext, survey: Survey, asked: Language | undefined) {
  const campus = await loadCampus(context)
  const chosen = asked ? undefined : await findLanguage(context, survey.householdId)
  return { campus, language: asked ?? chosen?.value.language ?? campus.language }
}

/** The page on which a family answers; looking at it changes nothing. Rule: F7. */
export async function showSurvey({ params, query }: RequestOf<typeof contract>, context: CampusContext) {
  const survey = await surveyOfLink(context, params.token)
  if (!survey.ok) return survey
  const { campus, language } = await pageSetting(context, survey.value.value, query.language)
  return accept(surveyPage(campus, language))
}
