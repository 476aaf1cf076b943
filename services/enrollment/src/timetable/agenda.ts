import type { Id, StaffId } from '@tutelage/shared/kernel/ids.ts'
import type { Lesson, Slot } from './lesson.ts'

/** A lesson that keeps somebody or something busy. */
export type BusySlot = Slot & { readonly lessonId: Id<'lesson'> }

/** Who is in one place at a time: a teacher, a room, the students of a class group. */
export type Owner =
  | { readonly kind: 'teacher'; readonly id: StaffId }
  | { readonly kind: 'room'; readonly id: Id<'room'> }
  | { readonly kind: 'classGroup'; readonly id: Id<'classGroup'> }

/** When an owner is busy in one period: a day (in UTC) of a teacher or a room, a month of a class. */
export interface Agenda {
  readonly owner: Owner
  /** `YYYY-MM-DD` or `YYYY-MM`. */
  readonly period: string
  readonly busy: readonly BusySlot[]
}

/** Classes meet seldom, and many times are looked at together: one item holds a month of them. */
const periodLength = { teacher: 10, room: 10, classGroup: 7 } as const

/** The periods that a time touches: one or two, as a lesson lasts half a day at most. */
export const periodsOf = ({ kind }: Owner, { startsAt, endsAt }: Slot): readonly string[] => [
  ...new Set([startsAt.slice(0, periodLength[kind]), endsAt.slice(0, periodLength[kind])]),
]

/** Whom a lesson keeps busy. */
export const ownersOf = ({ teacherId, roomId, classGroupId }: Lesson): readonly Owner[] => [
  { kind: 'teacher', id: teacherId },
  { kind: 'classGroup', id: classGroupId },
  ...(roomId ? [{ kind: 'room' as const, id: roomId }] : []),
]

const busySlotOf = ({ lessonId, startsAt, endsAt }: Lesson): BusySlot => ({ lessonId, startsAt, endsAt })

const isIn = ({ owner, period }: Agenda, lesson: Lesson): boolean =>
  ownersOf(lesson).some(({ kind, id }) => kind === owner.kind && id === owner.id) &&
  periodsOf(owner, lesson).includes(period)

/** An agenda after some lessons left it; a lesson stands in each period that it touches. */
export function withoutLessons(agenda: Agenda, lessons: readonly Lesson[]): Agenda {
  const gone = new Set(lessons.map(({ lessonId }) => lessonId))
  return { ...agenda, busy: agenda.busy.filter(({ lessonId }) => !gone.has(lessonId)) }
}

/** An agenda after those of some lessons that belong in it were entered. */
export const withLessons = (agenda: Agenda, lessons: readonly Lesson[]): Agenda => ({
  ...agenda,
  busy: [...agenda.busy, ...lessonsIn(agenda, lessons).map(busySlotOf)],
})

/** Those of some lessons that belong in an agenda. */
export const lessonsIn = (agenda: Agenda, lessons: readonly Lesson[]): readonly Lesson[] =>
  lessons.filter((lesson) => isIn(agenda, lesson))
