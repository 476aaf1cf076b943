import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { studentIdsOf } from '../students/student-store.ts'
import { type Census, listCounted, loadCensuses, loadCounted, writeCensus } from './census-store.ts'
import { type Changed, changeCounted } from './change-counted.ts'
import type { CountedStudent } from './renewal.ts'
import { settleRenewal } from './settle-renewal.ts'
import { tellRenewals } from './tell-renewals.ts'

/** One page: each of its students comes with all their classes. */
const rowsAtOnce = 10
/** One transaction: two items for each, those of their class, course and teacher, and two for all. */
const changesAtOnce = 19

async function settled(context: CampusContext, before: Stored<CountedStudent>): Promise<Changed> {
  const { status } = before.value.outcome
  // Who ended may have joined a class of a later term under a year plan, which no payment tells of.
  if (status !== 'open' && status !== 'naturalEnd') return { before, after: before.value }
  const studentIds = await studentIdsOf(context, before.value.studentId)
  return { before, after: await settleRenewal(context, before.value, { studentIds }) }
}

/** Everything that these students were counted for in the term. */
async function inTerm(context: CampusContext, { termId }: Census, studentIds: ReadonlySet<StudentId>) {
  const counted = await Promise.all([...studentIds].map((studentId) => loadCounted(context, studentId)))
  return counted.flat().filter(({ value }) => value.termId === termId)
}

/** Another term may be due. */
async function closeCensus(context: CampusContext, { value, version }: Stored<Census>): Promise<string> {
  await context.commit({ writes: [writeCensus(context, { ...value, status: 'closed' }, version)], answer: null })
  return '>'
}

/**
 * After the cut-off: who has not paid for a later term has lapsed, told once for a student and term; page by page.
 * @param cursor `done`: everybody was looked at
 * Rule: E14.
 */
export async function closeRenewals(
  day: LocalDate,
  cursor: string | undefined,
  context: CampusContext,
): Promise<string | undefined> {
  const due = (await loadCensuses(context)).find(({ value }) => value.status === 'taken' && value.cutOffOn < day)
  if (!due) return undefined
  if (cursor === 'done') return closeCensus(context, due)
  const { termId } = due.value
  const page = await listCounted(context, { termId }, { limit: rowsAtOnce, cursor: cursor?.slice(1) || undefined })
  const rows = await inTerm(context, due.value, new Set(page.items.map(({ value }) => value.studentId)))
  const judged = await Promise.all(rows.map((before) => settled(context, before)))
  const changes = tellRenewals(context, judged).filter(({ before, after }) => before.value !== after)
  for (let from = 0; from < changes.length; from += changesAtOnce) {
    const some = changes.slice(from, from + changesAtOnce)
    const events = some.flatMap((each) => each.events)
    await context.commit({ writes: changeCounted(context, some), events, answer: null })
  }
  return page.nextCursor === undefined ? 'done' : `>${page.nextCursor}`
}
