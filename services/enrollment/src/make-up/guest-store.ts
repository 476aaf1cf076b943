import { centihoursField, idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Centihours } from '@tutelage/shared/kernel/centihours.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { Seat } from '../enrolling/enrollment.ts'
import { readMany } from '../timetable/read-many.ts'

/** The lesson that a guest makes up: of which enrollment, and its hours. */
export interface MissedLesson {
  readonly enrollmentId: Id<'enrollment'>
  readonly lessonId: Id<'lesson'>
  readonly centihours: Centihours
}

/** Who sits in one lesson of a class that is not theirs, by the enrollment that pays for it. Rule: E9. */
export interface Guest extends Pick<Seat, 'studentId' | 'enrollmentId'> {
  readonly makesUp: MissedLesson
}

const guestsItem = defineItem('lessonGuests', () =>
  z.object({
    guests: z.array(
      z.object({
        studentId: idField('student'),
        enrollmentId: idField('enrollment'),
        makesUp: z.object({
          enrollmentId: idField('enrollment'),
          lessonId: idField('lesson'),
          centihours: centihoursField(),
        }),
      }),
    ),
  }),
)

const guestsKey = ({ campus }: CampusContext, lessonId: Id<'lesson'>): ItemKey =>
  campusKey(campus, `LESSON#${lessonId}`, 'GUESTS')

/** The guests of some lessons, in the order asked; none, of version 0, where nobody ever booked. */
export async function loadGuests(
  context: CampusContext,
  lessonIds: readonly Id<'lesson'>[],
): Promise<readonly Stored<readonly Guest[]>[]> {
  const items = await readMany(
    context.table,
    lessonIds.map((lessonId) => guestsKey(context, lessonId)),
  )
  return items.map((item) => {
    const stored = guestsItem.find(item)
    return { value: stored?.value.guests ?? [], version: stored?.version ?? 0 }
  })
}

/** @param version as it was read: two who book a seat in one lesson meet here */
export const writeGuests = (
  context: CampusContext,
  lessonId: Id<'lesson'>,
  { value, version }: Stored<readonly Guest[]>,
): Write =>
  guestsItem.write(
    guestsKey(context, lessonId),
    { guests: value.map((guest) => ({ ...guest, makesUp: { ...guest.makesUp } })) },
    { version },
  )

/** The commit fails when somebody booked a seat, or cancelled, since it was read. */
export const checkGuests = (context: CampusContext, lessonId: Id<'lesson'>, version: number): Write => ({
  op: 'check',
  key: guestsKey(context, lessonId),
  when: version === 0 ? 'absent' : { version },
})
