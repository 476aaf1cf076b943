import { whenAsked } from '@tutelage/shared/contracts/deferred.ts'
import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import type { Item, ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id, LeadId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'
import type { TrialBooking, TrialLesson } from './trial.ts'

const lessonItem = defineItem('trialLesson', () =>
  z.object({
    trialLessonId: idField('trialLesson'),
    startsAt: instantField(),
    capacity: z.int(),
    subject: z.string(),
    kind: z.enum(['own', 'sitIn']),
    classGroupId: idField('classGroup').optional(),
    teacherId: idField('staff').optional(),
    /** Added to, so that rivals for the last seat do not all have to read again. */
    seatsTaken: z.int(),
  }),
)
/** One lead has one seat in a lesson. */
const seatItem = defineItem('trialSeat', () => z.object({ trialBookingId: idField('trialBooking') }))

const shared = whenAsked(() => ({
  trialBookingId: idField('trialBooking'),
  trialLessonId: idField('trialLesson'),
  leadId: idField('lead'),
  studentId: idField('student'),
  startsAt: instantField(),
  bookedAt: instantField(),
}))
const bookingItem = defineItem('trialBooking', () =>
  z.object({
    booking: z.discriminatedUnion('status', [
      z.object({ ...shared(), status: z.literal('booked') }),
      z.object({ ...shared(), status: z.enum(['attended', 'missed']), markedAt: instantField() }),
    ]),
  }),
)

const lessonPartition = (id: Id<'trialLesson'>): string => `TRIAL_LESSON#${id}`
const lessonKey = ({ campus }: CampusContext, id: Id<'trialLesson'>): ItemKey =>
  campusKey(campus, lessonPartition(id), 'LESSON')
const seatKey = ({ campus }: CampusContext, id: Id<'trialLesson'>, leadId: LeadId): ItemKey =>
  campusKey(campus, lessonPartition(id), `SEAT#${leadId}`)
const bookingKey = ({ campus }: CampusContext, id: Id<'trialBooking'>): ItemKey =>
  campusKey(campus, `TRIAL_BOOKING#${id}`, 'BOOKING')
const calendarPartition = ({ campus }: CampusContext): string => campusPartition(campus, 'TRIAL_LESSONS')

const bookingOf = (item: Item): TrialBooking => {
  const { value, version } = bookingItem.read(item)
  return { ...value.booking, version }
}

export const findTrialLesson = async (
  context: CampusContext,
  id: Id<'trialLesson'>,
): Promise<Stored<TrialLesson> | undefined> => lessonItem.find(await context.table.get(lessonKey(context, id)))

export async function findTrialBooking(
  context: CampusContext,
  id: Id<'trialBooking'>,
): Promise<TrialBooking | undefined> {
  const item = await context.table.get(bookingKey(context, id))
  return item && bookingOf(item)
}

/** Several bookings, in the order asked; what is not there is left out. */
export async function findTrialBookings(
  context: CampusContext,
  ids: readonly Id<'trialBooking'>[],
): Promise<readonly TrialBooking[]> {
  const found: TrialBooking[] = []
  for (let from = 0; from < ids.length; from += 100) {
    const keys = ids.slice(from, from + 100).map((id) => bookingKey(context, id))
    found.push(...(await context.table.getMany(keys)).flatMap((item) => (item ? [bookingOf(item)] : [])))
  }
  return found
}

/** True when one of these leads, which are one person, has a seat in the lesson. */
export async function hasSeat(
  context: CampusContext,
  id: Id<'trialLesson'>,
  leadIds: readonly LeadId[],
): Promise<boolean> {
  const items = await context.table.getMany(leadIds.slice(0, 100).map((leadId) => seatKey(context, id, leadId)))
  return items.some((item) => item !== undefined)
}

/** A new lesson, filed in the calendar by when it starts. */
export const writeTrialLesson = (context: CampusContext, lesson: TrialLesson): Write =>
  lessonItem.write(lessonKey(context, lesson.trialLessonId), lesson, {
    version: 0,
    indexes: { lookupPk: calendarPartition(context), lookupSk: `${lesson.startsAt}#${lesson.trialLessonId}` },
  })

/** Takes a seat: fails when the last one is gone, or the lead has one already. Rule: L8. */
export const writeSeat = (context: CampusContext, lesson: TrialLesson, booking: TrialBooking): readonly Write[] => [
  {
    op: 'add',
    key: lessonKey(context, lesson.trialLessonId),
    add: { seatsTaken: 1 },
    within: { seatsTaken: { max: lesson.capacity } },
  },
  seatItem.write(
    seatKey(context, lesson.trialLessonId, booking.leadId),
    { trialBookingId: booking.trialBookingId },
    { version: 0 },
  ),
  writeTrialBooking(context, booking),
]

export const writeTrialBooking = (context: CampusContext, { version, ...booking }: TrialBooking): Write =>
  bookingItem.write(bookingKey(context, booking.trialBookingId), { booking }, { version })

interface PageQuery {
  readonly limit: number
  readonly cursor?: string | undefined
}

/** One page of the trial lessons that start from one moment up to, not including, another. */
export async function readTrialLessons(
  context: CampusContext,
  { from, to }: { readonly from?: Instant | undefined; readonly to?: Instant | undefined },
  { limit, cursor }: PageQuery,
) {
  const page = await context.table.query({
    index: 'lookup',
    pk: calendarPartition(context),
    // Keys go on after the moment, so a bound without more is before all of that moment.
    sk: { from: from ?? '0', to: to ?? 'A' },
    limit,
    ...(cursor !== undefined && { cursor }),
  })
  return {
    items: page.items.map(lessonItem.read),
    ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }),
  }
}

/** One page of the bookings of a lesson. */
export async function readBookingsOf(context: CampusContext, id: Id<'trialLesson'>, { limit, cursor }: PageQuery) {
  const page = await context.table.query({
    pk: campusPartition(context.campus, lessonPartition(id)),
    sk: { beginsWith: 'SEAT#' },
    limit,
    ...(cursor !== undefined && { cursor }),
  })
  const ids = page.items.map((item) => seatItem.read(item).value.trialBookingId)
  const items = await findTrialBookings(context, ids)
  return { items, ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }) }
}
