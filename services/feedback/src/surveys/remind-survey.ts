import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { surveyMessage } from './send-survey.ts'
import { needsReminder } from './survey.ts'
import { readSurvey, surveyIdOf, writeSurvey } from './survey-store.ts'

/** The one reminder of a survey that nobody has answered yet; an answer stops it. Rule: F7. */
export async function remindSurvey(key: ItemKey, context: CampusContext) {
  const surveyId = surveyIdOf(key)
  if (!surveyId) throw new NotFound('survey')
  const { value: survey, version } = await readSurvey(context, surveyId)
  if (survey.status !== 'sent') return accept({ reminded: false })
  if (!needsReminder(survey, context.now)) {
    const writes = [writeSurvey(context, { value: survey, version })]
    return accept(await context.commit({ writes, answer: { reminded: false } }))
  }
  return accept(
    await context.commit({
      writes: [writeSurvey(context, { value: { ...survey, remindedAt: context.now }, version })],
      events: [await surveyMessage(context, survey, 'courseSurveyReminder')],
      answer: { reminded: true },
    }),
  )
}
