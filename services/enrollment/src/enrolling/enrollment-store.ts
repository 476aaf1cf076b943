import { enrollmentReply } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { amountField, idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readAll, readPage, type StoredPage } from '@tutelage/shared/data/read-page.ts'
import type { Item, ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'
import { readMany } from '../timetable/read-many.ts'
import { type Enrollment, type Seat, seatsAt } from './enrollment.ts'

const enrollmentItem = defineItem('enrollment', () =>
  enrollmentReply().omit({ status: true, state: true }).extend({ priceMinor: amountField() }),
)
/** One student in one class group, once; who left keeps a seat of the past for each time. */
const seatItem = defineItem('seat', () =>
  z.object({
    studentId: idField('student'),
    enrollmentId: idField('enrollment'),
    leftAt: instantField().exactOptional(),
  }),
)

const enrollmentKey = ({ campus }: CampusContext, enrollmentId: Id<'enrollment'>): ItemKey =>
  campusKey(campus, `ENROLLMENT#${enrollmentId}`, 'ENROLLMENT')
const classPartition = (classGroupId: Id<'classGroup'>): string => `CLASSGROUP#${classGroupId}`
const seatKey = ({ campus }: CampusContext, classGroupId: Id<'classGroup'>, studentId: StudentId): ItemKey =>
  campusKey(campus, classPartition(classGroupId), `SEAT#${studentId}`)
const studentPartition = ({ campus }: CampusContext, studentId: StudentId): string =>
  campusPartition(campus, `ENROLLMENTS#${studentId}`)

/** @throws NotFound when the campus has no such enrollment */
export async function loadEnrollment(context: CampusContext, enrollmentId: Id<'enrollment'>): Promise<Enrollment> {
  const stored = enrollmentItem.find(await context.table.get(enrollmentKey(context, enrollmentId)))
  if (!stored) throw new NotFound('enrollment')
  return stored.value
}

/** The enrollment among some items of its partition. @throws NotFound when it is not among them */
export function enrollmentIn(items: readonly Item[]): Enrollment {
  const item = items.find(({ entity }) => entity === enrollmentItem.entity)
  if (!item) throw new NotFound('enrollment')
  return enrollmentItem.read(item).value
}

/** Adds an enrollment with the student's own seat in its class; the commit fails when they have one by then. */
export const addEnrollment = (context: CampusContext, enrollment: Enrollment): readonly Write[] => {
  const { enrollmentId, studentId, classGroupId, enrolledAt } = enrollment
  return [
    enrollmentItem.write(enrollmentKey(context, enrollmentId), enrollment, {
      version: 0,
      indexes: { lookupPk: studentPartition(context, studentId), lookupSk: `${enrolledAt}#${enrollmentId}` },
    }),
    seatItem.write(seatKey(context, classGroupId, studentId), { studentId, enrollmentId }, { version: 0 }),
  ]
}

export const findSeat = async (
  context: CampusContext,
  classGroupId: Id<'classGroup'>,
  studentId: StudentId,
): Promise<Stored<Seat> | undefined> =>
  seatItem.find(await context.table.get(seatKey(context, classGroupId, studentId)))

/** The seats that a student has in some classes now. */
export async function findSeats(
  context: CampusContext,
  classGroupIds: readonly Id<'classGroup'>[],
  studentId: StudentId,
): Promise<readonly Seat[]> {
  const keys = classGroupIds.map((classGroupId) => seatKey(context, classGroupId, studentId))
  return (await readMany(context.table, keys)).flatMap((item) => seatItem.find(item)?.value ?? [])
}

/** Frees a student's seat and keeps that they sat in it until then, for the lessons of that time. */
export const leaveSeat = (
  context: CampusContext,
  classGroupId: Id<'classGroup'>,
  seat: Seat & { readonly leftAt: Instant },
): readonly Write[] => {
  const { studentId, enrollmentId, leftAt } = seat
  const key = seatKey(context, classGroupId, studentId)
  return [
    { op: 'delete', key, when: 'present' },
    seatItem.write({ ...key, sk: `${key.sk}#${enrollmentId}` }, { studentId, enrollmentId, leftAt }, { version: 0 }),
  ]
}

async function loadAllSeats({ table, campus }: CampusContext, classGroupId: Id<'classGroup'>, beginsWith: string) {
  const pk = campusPartition(campus, classPartition(classGroupId))
  return (await readAll(table, seatItem, { pk, sk: { beginsWith } })).map(({ value }) => value)
}

/** Everybody who sits in a class group now, by student id. */
export const loadSeats = async (context: CampusContext, classGroupId: Id<'classGroup'>): Promise<readonly Seat[]> =>
  (await loadAllSeats(context, classGroupId, 'SEAT#')).filter(({ leftAt }) => !leftAt)

/** Everybody who sat in a class group at a moment, or sits there since, by student id. */
export const loadSeatsAt = async (
  context: CampusContext,
  classGroupId: Id<'classGroup'>,
  at: Instant,
): Promise<readonly Seat[]> => seatsAt(await loadAllSeats(context, classGroupId, 'SEAT#'), at)

/** One page of the seats of a class group, those of the past too, by student id. */
export const listSeats = ({ table, campus }: CampusContext, classGroupId: Id<'classGroup'>, page: PageRequest) =>
  readPage(table, seatItem, {
    pk: campusPartition(campus, classPartition(classGroupId)),
    sk: { beginsWith: 'SEAT#' },
    ...page,
  })

/** The seats that a student has and had in a class group. */
export const loadSeatsOf = (
  context: CampusContext,
  classGroupId: Id<'classGroup'>,
  studentId: StudentId,
): Promise<readonly Seat[]> => loadAllSeats(context, classGroupId, `SEAT#${studentId}`)

/** One page of a student's enrollments, oldest first (or latest first); it may be a moment behind. */
export const listEnrollments = (
  context: CampusContext,
  studentId: StudentId,
  page: PageRequest & { readonly descending?: boolean },
): Promise<StoredPage<Enrollment>> =>
  readPage(context.table, enrollmentItem, { index: 'lookup', pk: studentPartition(context, studentId), ...page })
