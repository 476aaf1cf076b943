import { type Commitment, commitmentField } from '@tutelage/shared/contracts/feedback/commitments-routes.ts'
import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { CampusScope } from '@tutelage/shared/kernel/scope.ts'
import * as z from 'zod'
import type { LessonId } from './commitment.ts'
import { noPromises, type StudentPromises } from './promises.ts'

/** The due job that finds broken promises. */
export const breachJob = 'breach-commitment'

/** A commitment with the version of the mark that it follows from: an older mark changes nothing. */
export interface MarkedCommitment {
  readonly commitment: Commitment
  readonly markVersion: number
}

const commitmentItem = defineItem('commitment', () => z.object({ commitment: commitmentField(), markVersion: z.int() }))
const promisesItem = defineItem('studentPromises', () =>
  z.object({
    openLessonIds: z.array(idField('lesson')),
    calls: z.array(z.object({ returnVisitId: idField('returnVisit'), at: instantField() })),
  }),
)

const partition = (studentId: StudentId): string => `STUDENT#${studentId}`
const lessonSort = (lessonId: LessonId): string => `COMMITMENT#${lessonId}`
const commitmentKey = (campus: CampusScope, studentId: StudentId, lessonId: LessonId): ItemKey =>
  campusKey(campus, partition(studentId), lessonSort(lessonId))
const promisesKey = (campus: CampusScope, studentId: StudentId): ItemKey =>
  campusKey(campus, partition(studentId), 'PROMISES')
const listPartition = (campus: CampusScope, status: Commitment['status']): string =>
  campusPartition(campus, `COMMITMENTS#${status}`)

/** What is on the move for a student; version 0 when nothing ever was. */
export async function readPromises(context: CampusContext, studentId: StudentId): Promise<Stored<StudentPromises>> {
  const stored = promisesItem.find(await context.table.get(promisesKey(context.campus, studentId)))
  return stored ?? { value: noPromises, version: 0 }
}

/** Replaces what was read; who read it at the same time and changes it too has to look again. */
export const writePromises = (
  { campus }: CampusContext,
  studentId: StudentId,
  { value, version }: Stored<StudentPromises>,
): Write =>
  promisesItem.write(
    promisesKey(campus, studentId),
    { openLessonIds: [...value.openLessonIds], calls: [...value.calls] },
    { version },
  )

export async function findCommitment(
  { table, campus }: CampusContext,
  studentId: StudentId,
  lessonId: LessonId,
): Promise<Stored<MarkedCommitment> | undefined> {
  return commitmentItem.find(await table.get(commitmentKey(campus, studentId, lessonId)))
}

/** The open commitments of a student. */
export async function readOpenCommitments(
  { table, campus }: CampusContext,
  studentId: StudentId,
  { openLessonIds }: StudentPromises,
): Promise<readonly Stored<MarkedCommitment>[]> {
  const items = await table.getMany(openLessonIds.map((lessonId) => commitmentKey(campus, studentId, lessonId)))
  return items.flatMap((item) => commitmentItem.find(item) ?? [])
}

/** The commitment that a due job was called for. */
export async function readCommitmentAt({ table }: CampusContext, { pk, sk }: ItemKey) {
  return commitmentItem.find(await table.get({ pk, sk }))
}

/** An open one waits in the due index, and every one is listed by its state. */
export function writeCommitment({ campus }: CampusContext, { value, version }: Stored<MarkedCommitment>): Write {
  const { status, studentId, lessonId, dueAt, commitmentId } = value.commitment
  const key = commitmentKey(campus, studentId, lessonId)
  const indexes = {
    lookupPk: listPartition(campus, status),
    lookupSk: `${dueAt}#${commitmentId}`,
    ...(status === 'open' && dueAttributes(campus, { job: breachJob, at: dueAt, key })),
  }
  return commitmentItem.write(key, { ...value }, { version, indexes })
}

/** One page of the commitments in a state, the soonest due first. */
export async function listByStatus(
  { table, campus }: CampusContext,
  { status, ...page }: PageRequest & { readonly status: Commitment['status'] },
) {
  const found = await readPage(table, commitmentItem, { index: 'lookup', pk: listPartition(campus, status), ...page })
  return { ...found, items: found.items.map(({ value }) => value.commitment) }
}

/** One page of a student's commitments, the latest lesson first. */
export async function listByStudent(
  { table, campus }: CampusContext,
  { studentId, ...page }: PageRequest & { readonly studentId: StudentId },
) {
  const pk = campusPartition(campus, partition(studentId))
  const found = await readPage(table, commitmentItem, {
    pk,
    sk: { beginsWith: 'COMMITMENT#' },
    descending: true,
    ...page,
  })
  return { ...found, items: found.items.map(({ value }) => value.commitment) }
}
