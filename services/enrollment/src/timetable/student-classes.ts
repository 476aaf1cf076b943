import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { BusySlot } from './agenda.ts'
import { overlaps, type Slot } from './lesson.ts'

/** A class group in which a student sits. */
export interface ClassOfStudent {
  readonly classGroupId: Id<'classGroup'>
  /** With so many lessons held the class is over. */
  readonly lessonCount: number
}

/** A lesson of another class in which a student makes one up. */
type GuestLesson = BusySlot & { readonly classGroupId: Id<'classGroup'> }

/** Every class group in which a student sits, and every lesson in which they are a guest: what keeps the student busy. */
export interface StudentClasses {
  readonly studentId: StudentId
  readonly classes: readonly ClassOfStudent[]
  readonly guestAt: readonly GuestLesson[]
}

/** In more classes than these at once nobody sits; each is looked at before another is begun. */
export const mostClasses = 20

/** The lessons of one class. */
export interface ClassTimes {
  readonly classGroupId: Id<'classGroup'>
  readonly busy: readonly BusySlot[]
}

/** A time that a student has no room for, and the lesson that takes it. */
export interface StudentClash {
  readonly startsAt: Slot['startsAt']
  readonly lessonId: Id<'lesson'>
  readonly classGroupId: Id<'classGroup'>
}

/**
 * The first of some times at which another class of a student has a lesson.
 * Rule: E2.
 */
export function findStudentClash(times: readonly Slot[], others: readonly ClassTimes[]): StudentClash | undefined {
  for (const { classGroupId, busy } of others) {
    for (const { startsAt, endsAt } of times) {
      const other = busy.find((slot) => overlaps(slot, { startsAt, endsAt }))
      if (other) return { startsAt, lessonId: other.lessonId, classGroupId }
    }
  }
  return undefined
}

/** When a student is a guest, as lessons of other classes; but for those of one class, if told. Rule: E2, E9. */
export const guestTimes = (
  { guestAt }: Pick<StudentClasses, 'guestAt'>,
  beside?: Id<'classGroup'>,
): readonly ClassTimes[] =>
  guestAt
    .filter(({ classGroupId }) => classGroupId !== beside)
    .map((one) => ({ classGroupId: one.classGroupId, busy: [one] }))

/** A student's other classes. */
export const otherThan = (
  { classes }: Pick<StudentClasses, 'classes'>,
  classGroupId: Id<'classGroup'>,
): readonly ClassOfStudent[] => classes.filter((one) => one.classGroupId !== classGroupId)
