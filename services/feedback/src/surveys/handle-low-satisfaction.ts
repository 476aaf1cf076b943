import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { handleLowSatisfaction as contract } from '@tutelage/shared/contracts/feedback/surveys-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { handle } from './survey.ts'
import { readSurvey, writeSurvey, writeWords } from './survey-store.ts'

/** A low answer was looked after; it leaves the list of work. @throws NotFound of `survey` Rule: F8. */
export async function handleLowSatisfaction({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const { value, version } = await readSurvey(context, params.surveyId)
  const handled = handle(value, context.now, context.scope.actor)
  if (!handled.ok) return handled
  return accept(
    await context.commit({
      writes: [
        writeSurvey(context, { value: handled.value, version }),
        writeWords(context, params.surveyId, { kind: 'HANDLING', text: body.note }),
      ],
      answer: handled.value,
    }),
  )
}
