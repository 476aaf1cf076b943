import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage, type StoredPage } from '@tutelage/shared/data/read-page.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { ProgressCard } from './progress-card.ts'

const cardItem = defineItem('progressCard', () =>
  z.object({
    progressCardId: idField('progressCard'),
    number: z.int(),
    steps: z.int(),
    stampedOnIssue: z.int(),
    rewardPoints: z.int(),
    stamped: z.int(),
    issuedAt: instantField(),
    state: z.discriminatedUnion('status', [
      z.object({ status: z.literal('open') }),
      z.object({ status: z.literal('withdrawn') }),
      z.object({
        status: z.literal('completed'),
        completedAt: instantField(),
        reward: z.object({ entryId: idField('entry'), householdId: idField('household') }).optional(),
      }),
    ]),
    completions: z.int(),
  }),
)
/** Which card of a student is the current one. */
const currentItem = defineItem('currentProgressCard', () => z.object({ number: z.int() }))
/** Whether a lesson stamps the card, by the latest mark that is known of it. */
const lessonItem = defineItem('stampedLesson', () => z.object({ stamps: z.boolean(), markVersion: z.int() }))

/** A student in a lesson, as its latest known mark says; `markVersion` orders the marks. */
export interface StampedLesson {
  readonly stamps: boolean
  readonly markVersion: number
}

const partition = (studentId: StudentId): string => `PROGRESS#${studentId}`
const cardKey = ({ campus }: CampusContext, studentId: StudentId, number: number) =>
  campusKey(campus, partition(studentId), `CARD#${String(number).padStart(8, '0')}`)
const lessonKey = ({ campus }: CampusContext, studentId: StudentId, lessonId: Id<'lesson'>) =>
  campusKey(campus, partition(studentId), `LESSON#${lessonId}`)

const currentKey = ({ campus }: CampusContext, studentId: StudentId) =>
  campusKey(campus, partition(studentId), 'CURRENT')

/** A student's cards, the current one first. */
export const cardPage = (
  context: CampusContext,
  studentId: StudentId,
  request: PageRequest,
): Promise<StoredPage<ProgressCard>> =>
  readPage(context.table, cardItem, {
    ...request,
    pk: campusPartition(context.campus, partition(studentId)),
    sk: { beginsWith: 'CARD#' },
    descending: true,
  })

/** The number of the current card; undefined for a student who has none. */
export const readCurrent = async (
  context: CampusContext,
  studentId: StudentId,
): Promise<Stored<{ readonly number: number }> | undefined> =>
  currentItem.find(await context.table.get(currentKey(context, studentId)))

export const writeCurrent = (context: CampusContext, studentId: StudentId, number: number, version: number): Write =>
  currentItem.write(currentKey(context, studentId), { number }, { version })

/** The cards of these numbers, in their order; undefined for those that were never issued. */
export async function readCards(context: CampusContext, studentId: StudentId, numbers: readonly number[]) {
  const found = await context.table.getMany(numbers.map((number) => cardKey(context, studentId, number)))
  return found.map(cardItem.find)
}

/** @param version as it was read, or 0 for a new card */
export const writeCard = (context: CampusContext, studentId: StudentId, card: ProgressCard, version: number): Write =>
  cardItem.write(cardKey(context, studentId, card.number), card, { version })

export const readLesson = async (
  context: CampusContext,
  studentId: StudentId,
  lessonId: Id<'lesson'>,
): Promise<Stored<StampedLesson> | undefined> =>
  lessonItem.find(await context.table.get(lessonKey(context, studentId, lessonId)))

export const writeLesson = (
  context: CampusContext,
  { studentId, lessonId }: { readonly studentId: StudentId; readonly lessonId: Id<'lesson'> },
  lesson: StampedLesson,
  version: number,
): Write => lessonItem.write(lessonKey(context, studentId, lessonId), lesson, { version })
