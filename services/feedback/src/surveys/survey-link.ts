import type { Survey } from '@tutelage/shared/contracts/feedback/surveys-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import { isId } from '@tutelage/shared/kernel/ids.ts'
import { issueLink, type LinkRefusal, readLink } from '@tutelage/shared/links/signed-link.ts'
import type { SentSurvey } from './survey.ts'
import { findSurvey } from './survey-store.ts'

const purpose = 'survey'

/** The address at which a family answers: the same for the mail and its reminder. Rule: F7. */
export async function surveyLink(context: CampusContext, { surveyId, expiresAt }: SentSurvey): Promise<string> {
  const token = await issueLink(context, { purpose, subject: surveyId, expiresAt })
  return `${context.publicUrl}/feedback/campuses/${context.campus.campusId}/surveys/${token}`
}

/** The survey that a token opens, still to be answered. Refuses `invalidLink`, `linkExpired` and `alreadyAnswered`. Rule: F7. */
export async function surveyOfLink(
  context: CampusContext,
  token: string,
): Promise<Decision<Stored<Survey>, LinkRefusal | 'alreadyAnswered'>> {
  const link = await readLink(context, purpose, token)
  if (!link.ok) return link
  const { subject: surveyId } = link.value
  const stored = isId('survey', surveyId) ? await findSurvey(context, surveyId) : undefined
  if (!stored) return refuse('invalidLink')
  if (stored.value.status !== 'sent') return refuse('alreadyAnswered')
  return accept(stored)
}
