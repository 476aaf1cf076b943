import { waitingStateField } from '@tutelage/shared/contracts/enrollment/waiting-list-routes.ts'
import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { readAll } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { Waiting } from './waiting-list.ts'

/** Names the offers that nobody took in time. */
export const seatOfferJob = 'seat-offers'

/** A student waits once for a class: the key says so. */
const waitingItem = defineItem('waiting', () =>
  z.object({
    classGroupId: idField('classGroup'),
    studentId: idField('student'),
    householdId: idField('household'),
    joinedAt: instantField(),
    state: waitingStateField(),
  }),
)

const partition = (classGroupId: Id<'classGroup'>): string => `CLASSGROUP#${classGroupId}`
const waitingKey = (
  { campus }: CampusContext,
  { classGroupId, studentId }: Pick<Waiting, 'classGroupId' | 'studentId'>,
): ItemKey => campusKey(campus, partition(classGroupId), `WAITING#${studentId}`)

/** @param version as it was read, or 0 for who joins; an offer waits for its moment */
export function writeWaiting(context: CampusContext, waiting: Waiting, version: number): Write {
  const key = waitingKey(context, waiting)
  const { state } = waiting
  const indexes = {
    lookupPk: campusPartition(context.campus, `WAITINGOF#${waiting.studentId}`),
    lookupSk: waiting.classGroupId,
    ...(state.status === 'offered' && dueAttributes(context.campus, { job: seatOfferJob, at: state.expiresAt, key })),
  }
  return waitingItem.write(key, { ...waiting, state: { ...state } }, { version, indexes })
}

/** Takes a family off the list; the commit fails when its offer changed meanwhile: of two who want its end, one has it. */
export const removeWaiting = (context: CampusContext, { value, version }: Stored<Waiting>): Write => ({
  op: 'delete',
  key: waitingKey(context, value),
  when: { version },
})

export const findWaiting = async (
  context: CampusContext,
  classGroupId: Id<'classGroup'>,
  studentId: StudentId,
): Promise<Stored<Waiting> | undefined> =>
  waitingItem.find(await context.table.get(waitingKey(context, { classGroupId, studentId })))

/** The family that a due item is; undefined when it waits no more. */
export const findWaitingAt = async (
  { table }: CampusContext,
  { pk, sk }: ItemKey,
): Promise<Stored<Waiting> | undefined> => waitingItem.find(await table.get({ pk, sk }))

/** Everybody on the list of a class: as many as its policy lets wait. */
export const loadWaiting = (
  { table, campus }: CampusContext,
  classGroupId: Id<'classGroup'>,
): Promise<readonly Stored<Waiting>[]> =>
  readAll(table, waitingItem, { pk: campusPartition(campus, partition(classGroupId)), sk: { beginsWith: 'WAITING#' } })
