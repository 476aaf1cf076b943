import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { localDateOf, startOfDay } from '@tutelage/shared/kernel/time-zone.ts'
import type { Enrollment } from '../enrolling/enrollment.ts'
import { listEnrollments, loadSeatsOf } from '../enrolling/enrollment-store.ts'
import type { BusySlot } from './agenda.ts'
import { loadBusy } from './agenda-store.ts'
import { overlaps, type Slot } from './lesson.ts'
import { loadStudentClasses } from './student-classes-store.ts'

/** So many of a student's enrollments are looked at, the latest of them. */
const mostEnrollments = 100

/** From when, and until when, an enrollment has a student sit in its class. */
interface Stay extends Pick<Enrollment, 'studentId' | 'enrollmentId' | 'classGroupId'> {
  readonly joinedAt: Instant
  readonly leftAt?: Instant | undefined
}

/** The whole day of enrolling counts, as some sign after their first lesson; so does an earlier start in another system. */
function stayOf({ studentId, enrollmentId, classGroupId, ...began }: Enrollment, timeZone: string): Stay {
  const enrolledOn = localDateOf(began.enrolledAt, timeZone)
  const joinedOn = began.startsOn < enrolledOn ? began.startsOn : enrolledOn
  return { studentId, enrollmentId, classGroupId, joinedAt: startOfDay(joinedOn, timeZone) }
}

/** A lesson is of a class as it stands when it begins. */
const isWithin = ({ startsAt }: Slot, { joinedAt, leftAt }: Stay): boolean =>
  joinedAt <= startsAt && (leftAt === undefined || startsAt < leftAt)

/** Some stays of one student in one class, with when each was over. */
async function withEnds(context: CampusContext, stays: readonly Stay[]): Promise<readonly Stay[]> {
  const [any] = stays
  const seats = any ? await loadSeatsOf(context, any.classGroupId, any.studentId) : []
  return stays.map((stay) => ({
    ...stay,
    leftAt: seats.find(({ enrollmentId }) => enrollmentId === stay.enrollmentId)?.leftAt,
  }))
}

/** The lessons that a class has within some time, but for those before a student joined it and after they left. */
async function busyIn(
  context: CampusContext,
  {
    classGroupId,
    isNow,
    stays,
  }: Pick<Stay, 'classGroupId'> & { readonly isNow: boolean; readonly stays: readonly Stay[] },
  span: Slot,
): Promise<readonly BusySlot[]> {
  const isLater = stays.length > 0 && stays.every(({ joinedAt }) => joinedAt >= span.endsAt)
  if (isLater) return []
  const busy = await loadBusy(context, { kind: 'classGroup', id: classGroupId }, span)
  // The index does not show the enrollment yet: it is of now.
  if (busy.length === 0 || stays.length === 0) return busy
  const known = isNow && stays.length === 1 ? stays : await withEnds(context, stays)
  return busy.filter((slot) => known.some((stay) => isWithin(slot, stay)))
}

/**
 * What keeps, or kept, a student busy within some time: the lessons of each class while they sat in it, and those that they make up
 * elsewhere. Classes of now are there at once, those of the past may be a moment behind.
 * @param timeZone of the campus
 * @returns each lesson once, in no order
 * Rule: E2, E9.
 */
export async function loadStudentBusy(
  context: CampusContext,
  studentId: StudentId,
  { timeZone, ...span }: Slot & { readonly timeZone: string },
): Promise<readonly BusySlot[]> {
  const [[own], { items }] = await Promise.all([
    loadStudentClasses(context, [studentId]),
    listEnrollments(context, studentId, { limit: mostEnrollments, descending: true }),
  ])
  const { classes = [], guestAt = [] } = own?.value ?? {}
  const now = new Set(classes.map(({ classGroupId }) => classGroupId))
  const stays = items.map(({ value }) => stayOf(value, timeZone))
  const all = new Set([...now, ...stays.map(({ classGroupId }) => classGroupId)])
  const inClasses = [...all].map((classGroupId) => {
    const inIt = stays.filter((stay) => stay.classGroupId === classGroupId)
    return busyIn(context, { classGroupId, isNow: now.has(classGroupId), stays: inIt }, span)
  })
  const asGuest = guestAt.filter((slot) => overlaps(slot, span))
  const busy = [...(await Promise.all(inClasses)).flat(), ...asGuest]
  return [...new Map(busy.map((slot) => [slot.lessonId, slot])).values()]
}
