import type { TeacherStatus } from '@tutelage/shared/contracts/enrollment/policies.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id, StaffId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import type { AmountMinor } from '@tutelage/shared/kernel/money.ts'

/** A time at which somebody is to be somewhere. */
export interface Slot {
  readonly startsAt: Instant
  readonly endsAt: Instant
}

/** How the teacher of a held lesson was. */
export interface TeacherMark {
  readonly staffId: StaffId
  readonly status: TeacherStatus
  /** By the policy of the day on which it was marked. */
  readonly isPaid: boolean
}

/** What has been marked in a lesson so far, and what the teacher earned by it. */
export interface Sheet {
  readonly markedStudents: number
  /** Students whose status is reason to pay the teacher. */
  readonly payingStudents: number
  /** Students who were to come, and those of them who did: the class's attendance. Guests, who make up, are not of it. */
  readonly dueStudents: number
  readonly presentStudents: number
  /** By the class's rate. */
  readonly accruedMinor: AmountMinor
  /** Beside it, for a lesson of a reward course. */
  readonly allowanceMinor: AmountMinor
  /** How many entries the pay of this lesson has: the next one's business key. */
  readonly accruals: number
  /** Its marks were more than one transaction holds: some may still be on their way (see `rest-of-sheet.ts`). */
  readonly inParts?: boolean | undefined
}

export const emptySheet = (nothing: AmountMinor): Sheet => ({
  markedStudents: 0,
  payingStudents: 0,
  dueStudents: 0,
  presentStudents: 0,
  accruedMinor: nothing,
  allowanceMinor: nothing,
  accruals: 0,
})

/** One scheduled meeting of a class group. It is held once its teacher was marked. Rule: E2, E6. */
export type Lesson = Slot & {
  readonly lessonId: Id<'lesson'>
  readonly classGroupId: Id<'classGroup'>
  readonly courseId: Id<'course'>
  readonly teacherId: StaffId
  /** Whom the teacher stands in for, in this lesson. */
  readonly substituteFor?: StaffId | undefined
  readonly roomId?: Id<'room'> | undefined
  /** The room was chosen for this lesson: it stays when the class gets another. */
  readonly hasOwnRoom?: boolean | undefined
  /** When its time, teacher or room was last decided. */
  readonly plannedAt: Instant
  readonly sheet: Sheet
} & (
    | { readonly status: 'scheduled' }
    | { readonly status: 'held'; readonly teacher: TeacherMark }
    | { readonly status: 'cancelled'; readonly reason: string; readonly cancelledAt: Instant }
  )

/** True when two times have a moment in common; one may begin as the other ends. */
export const overlaps = (a: Slot, b: Slot): boolean => a.startsAt < b.endsAt && b.startsAt < a.endsAt

/** A lesson that wants a time when its teacher, room or class is busy, and with what: nothing when it is another of the same request. */
export interface Clash {
  readonly startsAt: Instant
  readonly lessonId?: Id<'lesson'>
}

/**
 * The first of some new lessons for which their teacher, room or class has no time.
 * @param busy its other lessons, at least of those days
 * Rule: E2.
 */
export function findClash(
  slots: readonly Slot[],
  busy: readonly (Slot & { readonly lessonId: Id<'lesson'> })[],
): Clash | undefined {
  for (const [at, slot] of slots.entries()) {
    const other = busy.find((lesson) => overlaps(lesson, slot))
    if (other) return { startsAt: slot.startsAt, lessonId: other.lessonId }
    if (slots.slice(0, at).some((earlier) => overlaps(earlier, slot))) return { startsAt: slot.startsAt }
  }
  return undefined
}

/**
 * Whether a lesson may still be moved, given to another teacher or cancelled.
 * @returns refuses `alreadyCancelled`; `alreadyMarked` when anybody has been marked in it
 * Rule: E2, E6.
 */
export function checkOpen(lesson: Lesson): Decision<Lesson, 'alreadyCancelled' | 'alreadyMarked'> {
  const { lessonId, status, sheet } = lesson
  if (status === 'cancelled') return refuse('alreadyCancelled', { lessonId })
  return status === 'held' || sheet.markedStudents > 0 ? refuse('alreadyMarked', { lessonId }) : accept(lesson)
}
