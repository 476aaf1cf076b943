import { idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage } from '@tutelage/shared/data/read-page.ts'
import { shardOf } from '@tutelage/shared/data/shard.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import { studentIdsOf } from '../students/student-store.ts'
import { loadStudentClasses } from '../timetable/student-classes-store.ts'
import { addedBy, countsOf, nobody, type PlanStanding, type ShareCounts } from './plan-share.ts'
import { isStillStudent } from './still-student.ts'

const standingItem = defineItem('planStanding', () =>
  z.object({ studentId: idField('student'), isStudent: z.boolean(), years: z.int() }),
)
const countsItem = defineItem('yearPlanCounts', () =>
  z.object({ students: z.int(), onPlan: z.int(), onLongPlan: z.int() }),
)

/** Whose seats in which classes. */
interface Leaving {
  readonly studentId: StudentId
  readonly classGroupIds: readonly Id<'classGroup'>[]
}

/** Families that enroll at once hardly ever meet at one of so many counters. */
const shards = 16

/** Under which those who count are found. */
const everybody = 'YEARPLANSTUDENTS'

const standingKey = ({ campus }: CampusContext, studentId: StudentId): ItemKey =>
  campusKey(campus, `STUDENT#${studentId}`, 'COUNTED')
const countsKey = ({ campus }: CampusContext, shard: number): ItemKey =>
  campusKey(campus, 'YEARPLANCOUNTS', `SHARD#${String(shard).padStart(2, '0')}`)

async function addCounts(context: CampusContext, studentId: StudentId, added: ShareCounts): Promise<readonly Write[]> {
  if (Object.values(added).every((count) => count === 0)) return []
  const key = countsKey(context, shardOf(studentId, shards))
  const known = await context.table.get(key)
  return [known ? { op: 'add', key, add: { ...added } } : countsItem.write(key, added, { version: 0 })]
}

/** What is counted of a student, with the version of it. */
export async function loadPlanStanding(context: CampusContext, studentId: StudentId): Promise<Stored<PlanStanding>> {
  const stored = standingItem.find(await context.table.get(standingKey(context, studentId)))
  return stored ?? { value: nobody, version: 0 }
}

/**
 * Counts a change of one student in the same commit that makes it; two changes of one student at once meet at the student's item.
 * @param change what is different now
 * Rule: E11.
 */
export async function countPlanStanding(
  context: CampusContext,
  studentId: StudentId,
  change: Partial<PlanStanding>,
): Promise<readonly Write[]> {
  return countPlanStandingFrom(context, studentId, { counted: await loadPlanStanding(context, studentId), change })
}

/** The same for who was read before. */
export async function countPlanStandingFrom(
  context: CampusContext,
  studentId: StudentId,
  { counted: stored, change }: { counted: Stored<PlanStanding>; change: Partial<PlanStanding> },
): Promise<readonly Write[]> {
  const { value: before, version } = stored
  const after = { ...before, ...change }
  if (after.isStudent === before.isStudent && after.years === before.years) return []
  const isCounted = countsOf(after).students > 0
  const indexes = isCounted ? { lookupPk: campusPartition(context.campus, everybody), lookupSk: studentId } : {}
  const counted = standingItem.write(standingKey(context, studentId), { ...after, studentId }, { version, indexes })
  return [counted, ...(await addCounts(context, studentId, addedBy(before, after)))]
}

/**
 * Counts that a student gives up the seats in some classes: whom no other makes one is no student any more.
 * @param left what else is different, in the same commit
 * Rule: E11, E13.
 */
export async function countLeaving(
  context: CampusContext,
  { studentId, classGroupIds, ...left }: Leaving & Partial<Pick<PlanStanding, 'years'>>,
): Promise<readonly Write[]> {
  const [own] = await loadStudentClasses(context, [studentId])
  const all = own?.value.classes.map(({ classGroupId }) => classGroupId) ?? []
  const others = all.filter((id) => !classGroupIds.includes(id))
  const studentIds = others.length > 0 ? await studentIdsOf(context, studentId) : []
  const isStudent = await isStillStudent(context, { studentId, studentIds, classGroupIds: others })
  return countPlanStanding(context, studentId, { isStudent, ...left })
}

/** One page of the students who count, by their ids; it may be a moment behind the counts. */
export const listPlanStandings = ({ table, campus }: CampusContext, page: PageRequest) =>
  readPage(table, standingItem, { index: 'lookup', pk: campusPartition(campus, everybody), ...page })

/** The counts of the whole campus, in one read. */
export async function loadCounts(context: CampusContext): Promise<ShareCounts> {
  const keys = Array.from({ length: shards }, (_, shard) => countsKey(context, shard))
  const counts = (await context.table.getMany(keys)).flatMap((item) => countsItem.find(item)?.value ?? [])
  const sum = (of: (one: ShareCounts) => number): number => counts.reduce((total, one) => total + of(one), 0)
  return {
    students: sum((one) => one.students),
    onPlan: sum((one) => one.onPlan),
    onLongPlan: sum((one) => one.onLongPlan),
  }
}
