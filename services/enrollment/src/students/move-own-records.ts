import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import type { Item, ItemKey, ItemValue, Write } from '@tutelage/shared/data/table.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import { joinApplications } from '../elite/application-store.ts'
import { readMany } from '../timetable/read-many.ts'
import { type Rename, renamedItem, renamedKey, replaceWrites } from './rename-item.ts'

/** A student that turned out to be another, and how what names the one names the other. */
export interface Merging {
  readonly from: StudentId
  readonly to: StudentId
  readonly rename: Rename
}

/** Partitions of one student's own: grades, exams, reports, loans, what was counted of them, what they applied for. */
const partitions = ['GRADES', 'EXAMS', 'REPORTS', 'LOANS', 'BORROWER', 'CENSUSOF', 'APPLICATIONSOF'] as const
/** What stands elsewhere and is found by the student: attempts at quizzes, sign-ups, waiting lists, year plans. */
const lookups = ['ATTEMPTSOF', 'SIGNUPSOF', 'WAITINGOF', 'YEARPLANSOF'] as const

/** Each may be three items, and each of those two writes. */
const itemsAtOnce = 12

const text = (item: Item, name: string): string => String(item[name] ?? '')
const count = (item: Item, name: string): number => Number(item[name] ?? 0)
const list = (item: Item, name: string): readonly ItemValue[] => {
  const value = item[name]
  return Array.isArray(value) ? value : []
}

/** The items that go along with one: they name the student too, and nothing else finds them. */
function along({ campus }: CampusContext, { from }: Merging, item: Item): readonly ItemKey[] {
  const key = (pk: string, sk: string): ItemKey => campusKey(campus, pk, sk)
  switch (item.entity) {
    case 'grade':
      return item.examId === undefined ? [] : [key(`EXAM#${text(item, 'examId')}`, `SCORE#${from}`)]
    case 'registeredExam':
      return [key(`EXAM#${text(item, 'examId')}`, `REGISTERED#${from}`)]
    case 'quizAttempt':
      return [key(`QUIZ#${text(item, 'quizId')}`, `TAKER#${from}`)]
    case 'borrower':
      return list(item, 'copyIds').map((copyId) => key(`COPY#${copyId}`, 'COPY'))
    case 'eliteApplicant':
      return [key(`CLASSGROUP#${text(item, 'classGroupId')}`, 'ADMISSION')]
    case 'countedStudent':
      return [
        key(
          `RENEWALWORK#${text(item, 'learningManagerId') || 'nobody'}`,
          `${text(item, 'cutOffOn')}#${from}#${text(item, 'classGroupId')}`,
        ),
      ]
    default:
      return []
  }
}

const earlier = (one: string, other: string): string => (one < other ? one : other)
const later = (one: string, other: string): string => (one > other ? one : other)

/** What both have becomes one; of anything else that both have the survivor's stays, and the other's where it is. */
const joined: Readonly<Record<string, (into: Item, other: Item) => Item>> = {
  gradedSubject: (into, other) => ({ ...into, grades: count(into, 'grades') + count(other, 'grades') }),
  quizTaker: (into, other) => ({ ...into, attempts: count(into, 'attempts') + count(other, 'attempts') }),
  borrower: (into, other) => ({ ...into, copyIds: [...list(into, 'copyIds'), ...list(other, 'copyIds')] }),
  reportPlan: (into, other) => ({
    ...into,
    from: earlier(text(into, 'from'), text(other, 'from')),
    words: [...list(into, 'words'), ...list(other, 'words')],
  }),
  eliteApplicant: (into) => into,
  annualStudent: (into, other) => ({
    ...into,
    until: later(text(into, 'until'), text(other, 'until')),
  }),
}

function moveOne(item: Item, into: Item | undefined, rename: Rename): readonly Write[] {
  const renamed = renamedItem(item, rename)
  const after = item.entity === 'eliteAdmission' ? joinApplications(renamed) : renamed
  const isElsewhere = item.pk !== after.pk || item.sk !== after.sk
  if (!isElsewhere || !into) return JSON.stringify(after) === JSON.stringify(item) ? [] : replaceWrites(item, after)
  const join = joined[item.entity]
  if (!join) return []
  const { pk, sk, version } = item
  return [{ op: 'delete', key: { pk, sk }, when: { version } }, ...replaceWrites(into, join(into, after))]
}

/** What moves some items, with those that go along. */
async function moveItems(context: CampusContext, merging: Merging, items: readonly Item[]): Promise<readonly Write[]> {
  const keys = new Map(
    [...items, ...items.flatMap((item) => along(context, merging, item))].map(({ pk, sk }) => [
      `${pk} ${sk}`,
      { pk, sk },
    ]),
  )
  // As they stand: an index may be behind.
  const found = (await readMany(context.table, [...keys.values()])).flatMap((item) => item ?? [])
  const targets = await readMany(
    context.table,
    found.map((item) => renamedKey(item, merging.rename)),
  )
  return found.flatMap((item, at) => moveOne(item, targets[at], merging.rename))
}

/**
 * What moves the next of a merged student's own records to the survivor.
 * @returns nothing once all are there
 * Rule: L3.
 */
export async function moveOwnRecords(context: CampusContext, merging: Merging): Promise<readonly Write[]> {
  const { campus, table } = context
  const { from } = merging
  const kept = ['ANNUAL', 'HONORARY'].map((sk) => campusKey(campus, `STUDENT#${from}`, sk))
  const own = await moveItems(
    context,
    merging,
    (await readMany(table, kept)).flatMap((item) => item ?? []),
  )
  if (own.length > 0) return own
  const queries = [
    ...partitions.map((name) => ({ pk: campusPartition(campus, `${name}#${from}`) })),
    ...lookups.map((name) => ({ index: 'lookup' as const, pk: campusPartition(campus, `${name}#${from}`) })),
  ]
  for (const query of queries) {
    for (let cursor: string | undefined; ; ) {
      const page = await table.query({ ...query, limit: itemsAtOnce, ...(cursor !== undefined && { cursor }) })
      const writes = await moveItems(context, merging, page.items)
      if (writes.length > 0) return writes
      cursor = page.nextCursor
      if (cursor === undefined) break
    }
  }
  return []
}
