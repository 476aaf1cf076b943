import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Mark } from '../attendance/mark.ts'
import { findMarks } from '../attendance/mark-store.ts'
import type { Seat } from '../enrolling/enrollment.ts'
import type { Guest } from './guest-store.ts'

/** A guest on a class sheet, with the mark whose lesson is made up. */
export interface SheetGuest extends Guest {
  readonly missed: Stored<Mark>
}

/** Of which lesson, who sits in its class, and who was marked. */
interface Sheet {
  readonly lessonId: Id<'lesson'>
  readonly seats: readonly Seat[]
  readonly marks: readonly Mark[]
}

/**
 * The guests of a lesson who still are: their credit is booked for it, or they were marked in it; who got a seat in the class since is
 * no guest.
 * Rule: E9.
 */
export async function currentGuests(
  context: CampusContext,
  booked: readonly Guest[],
  { lessonId, seats, marks }: Sheet,
): Promise<readonly SheetGuest[]> {
  if (booked.length === 0) return []
  const seated = new Set(seats.map(({ studentId }) => studentId))
  const marked = new Set(marks.map(({ enrollmentId }) => enrollmentId))
  const missed = await findMarks(
    context,
    booked.map(({ makesUp }) => makesUp),
  )
  return booked.flatMap((guest, at) => {
    const mark = missed[at]
    const credit = mark?.value.makeUp
    if (!mark || seated.has(guest.studentId)) return []
    const isBooked = credit?.status === 'booked' && credit.lessonId === lessonId
    return isBooked || marked.has(guest.enrollmentId) ? [{ ...guest, missed: mark }] : []
  })
}
