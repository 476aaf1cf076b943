import * as handling from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import { listComplaints } from '@tutelage/shared/contracts/feedback/complaints-routes.ts'
import {
  getSurveyAnswer,
  handleLowSatisfaction,
  listSurveys,
  showSurvey,
} from '@tutelage/shared/contracts/feedback/surveys-routes.ts'
import {
  assignDanger,
  getDanger,
  listDangers,
  resolveDanger,
} from '@tutelage/shared/contracts/loyalty/danger-routes.ts'
import { surveyToken } from './care-actors.ts'
import { type Actor, anyOf } from './cast.ts'
import type { Chance } from './chance.ts'

const as = 'principal'

const acts = {
  updateFamily: { contract: handling.updateFamily, body: () => ({ note: 'we are at it' }) },
  pause: { contract: handling.pauseComplaint, body: () => ({ reason: 'waitingForFamily' as const }) },
  resume: { contract: handling.resumeComplaint, body: () => ({}) },
  followUp: { contract: handling.followUpComplaint, body: (chance: Chance) => ({ satisfied: chance.happens(0.5) }) },
  reopen: { contract: handling.reopenComplaint, body: () => ({ note: 'it is loud again' }) },
  prevent: { contract: handling.addPreventiveAction, body: () => ({ action: 'a carpet' }) },
  archive: { contract: handling.archiveComplaint, body: () => ({}) },
} as const

/** What else is done about a complaint, in order or not; of all complaints, also those that partners passed on. */
export const tendComplaint: Actor = async ({ client, cast, chance }) => {
  const { campusId } = cast
  const query = { state: chance.pick(['open', 'resolved'] as const) }
  const page = await client.call(listComplaints, { as, params: { campusId }, query })
  const found = anyOf(chance, page?.items ?? [])
  if (!found) return
  const params = { campusId, complaintId: found.complaint.complaintId }
  if (query.state === 'open') await client.call(handling.acknowledgeComplaint, { as, params, body: {} })
  const atWill = [0, 1, 2].map(() => chance.pick(Object.values(acts)))
  for (const { contract, body } of chance.happens(0.3) ? [acts.followUp, acts.archive] : atWill) {
    await client.call(contract, { as, params, body: body(chance) })
  }
}

/** A low answer is looked after. */
export const tendSurvey: Actor = async ({ client, cast, chance }) => {
  const { campusId } = cast
  const page = await client.call(listSurveys, {
    as,
    params: { campusId },
    query: { status: chance.pick(['low', 'low', 'answered'] as const) },
  })
  const survey = anyOf(chance, page?.items ?? [])
  if (!survey) return
  const call = { as, params: { campusId, surveyId: survey.surveyId } } as const
  await client.call(getSurveyAnswer, call)
  await client.call(handleLowSatisfaction, { ...call, body: { note: 'we called' } })
}

/** A guardian opens a survey and does not answer. */
export const openSurvey: Actor = async (scene) => {
  const token = surveyToken(scene)
  if (token) await scene.client.call(showSurvey, { params: { campusId: scene.cast.campusId, token } })
}

/** An endangered family becomes somebody's task, or the danger is over. */
export const tendDanger: Actor = async ({ client, cast, chance }) => {
  const { campusId } = cast
  const page = await client.call(listDangers, { as, params: { campusId } })
  const danger = anyOf(chance, page?.items ?? [])
  if (!danger) return
  const call = { as, params: { campusId, dangerId: danger.dangerId } } as const
  const known = await client.call(getDanger, call)
  const learningManagerId = chance.pick(['stf_demo-learningManager', 'stf_demo-campusManager'])
  if (known) await client.call(assignDanger, { ...call, body: { learningManagerId }, ifMatch: known.version })
  if (chance.happens(0.5)) await client.call(resolveDanger, { ...call, body: { note: 'they stay' } })
}
