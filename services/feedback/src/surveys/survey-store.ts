import { type Survey, surveyField } from '@tutelage/shared/contracts/feedback/surveys-routes.ts'
import { channelField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { isId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import type { CampusScope } from '@tutelage/shared/kernel/scope.ts'
import * as z from 'zod'
import type { SurveyId } from './survey.ts'

/** The due job that reminds families. */
export const reminderJob = 'remind-survey'

const surveyItem = defineItem('survey', () => z.object({ survey: surveyField() }))

/** Person items, which erasure deletes: what the family wrote, and what was done about it. */
const wordsItem = defineItem('surveyWords', () =>
  z.object({
    text: z.string(),
    channel: channelField(),
    saidAt: instantField(),
    collectedBy: z.object({ kind: z.string(), id: z.string() }),
  }),
)
type WordsKind = 'COMMENT' | 'HANDLING'

const partition = (surveyId: SurveyId): string => `SURVEY#${surveyId}`
const surveyKey = (campus: CampusScope, surveyId: SurveyId): ItemKey => campusKey(campus, partition(surveyId), 'SURVEY')
const wordsKey = (campus: CampusScope, surveyId: SurveyId, kind: WordsKind): ItemKey =>
  campusKey(campus, partition(surveyId), `PERSON#${kind}`)
const listPartition = (campus: CampusScope, status: Survey['status']): string =>
  campusPartition(campus, `SURVEYS#${status}`)

/** By what the surveys of a state are listed: when sent, when answered, until when they are work. */
function listedAt(survey: Survey): Instant {
  if (survey.status === 'sent') return survey.sentAt
  return survey.status === 'answered' ? survey.answeredAt : survey.dueAt
}

export async function findSurvey(
  { table, campus }: CampusContext,
  surveyId: SurveyId,
): Promise<Stored<Survey> | undefined> {
  const stored = surveyItem.find(await table.get(surveyKey(campus, surveyId)))
  return stored && { value: stored.value.survey, version: stored.version }
}

/** @throws NotFound of `survey` */
export async function readSurvey(context: CampusContext, surveyId: SurveyId): Promise<Stored<Survey>> {
  const stored = await findSurvey(context, surveyId)
  if (!stored) throw new NotFound('survey')
  return stored
}

/** The survey that a due job was called for; undefined for a key that is none's. */
export function surveyIdOf({ pk }: Pick<ItemKey, 'pk'>): SurveyId | undefined {
  const surveyId = pk.split('#').at(-1) ?? ''
  return isId('survey', surveyId) ? surveyId : undefined
}

/**
 * @param stored the survey as it shall be, and the version that was read, 0 when it is new
 * @param remindAt files it for the reminder; left out, it waits for none any more
 */
export function writeSurvey({ campus }: CampusContext, stored: Stored<Survey>, remindAt?: Instant): Write {
  const { value: survey, version } = stored
  const key = surveyKey(campus, survey.surveyId)
  const indexes = {
    lookupPk: listPartition(campus, survey.status),
    lookupSk: `${listedAt(survey)}#${survey.surveyId}`,
    ...(remindAt && dueAttributes(campus, { job: reminderJob, at: remindAt, key })),
  }
  return surveyItem.write(key, { survey }, { version, indexes })
}

/** Words about a survey, with when, how and by whom they were collected. Rule: Provenance. */
export function writeWords(
  { campus, now, scope }: CampusContext,
  surveyId: SurveyId,
  { kind, text }: { readonly kind: WordsKind; readonly text: string },
): Write {
  const channel = kind === 'COMMENT' ? ('web' as const) : ('phone' as const)
  const words = { text, channel, saidAt: now, collectedBy: scope.actor }
  return wordsItem.write(wordsKey(campus, surveyId, kind), words, { version: 0 })
}

/** What the family wrote, and what was done about it, as far as there is any. */
export async function readWords({ table, campus }: CampusContext, surveyId: SurveyId) {
  const keys = (['COMMENT', 'HANDLING'] as const).map((kind) => wordsKey(campus, surveyId, kind))
  const [comment, handling] = (await table.getMany(keys)).map((item) => wordsItem.find(item)?.value.text)
  return { comment, handlingNote: handling }
}

/** One page of the surveys in a state. */
export async function listByStatus(
  { table, campus }: CampusContext,
  { status, ...page }: PageRequest & { readonly status: Survey['status'] },
) {
  const found = await readPage(table, surveyItem, { index: 'lookup', pk: listPartition(campus, status), ...page })
  return { ...found, items: found.items.map(({ value }) => value.survey) }
}
