import type { AttendanceStatus } from '@tutelage/shared/contracts/enrollment/events.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import { type Instant, isBefore } from '@tutelage/shared/kernel/instant.ts'
import type { Actor } from '@tutelage/shared/kernel/scope.ts'
import type { Seat } from '../enrolling/enrollment.ts'
import { isNoGuestStatus } from '../make-up/make-up-credit.ts'
import type { SheetGuest } from '../make-up/sheet-guests.ts'
import type { Lesson, TeacherMark } from '../timetable/lesson.ts'
import { countAttendance } from './attendance-rate.ts'
import type { Mark } from './mark.ts'

/** What somebody says of a lesson. */
export interface ClassSheet {
  readonly marks: readonly { readonly studentId: StudentId; readonly status: AttendanceStatus }[]
  readonly teacher?: Omit<TeacherMark, 'isPaid'> | undefined
  /** A card reader marks students one by one, and no teacher. */
  readonly isPartial: boolean
}

/** What stands when the sheet comes in. */
export interface LessonState {
  readonly lesson: Lesson
  /** Of the class. */
  readonly seats: readonly Seat[]
  readonly guests: readonly SheetGuest[]
  readonly marks: readonly Mark[]
  readonly now: Instant
  readonly actor: Actor
}

type SheetRefusal =
  | 'notYourLesson'
  | 'lessonInFuture'
  | 'lessonCancelled'
  | 'notEnrolled'
  | 'alreadyMarked'
  | 'guestNotMakeUp'
  | 'teacherNotMarked'
  | 'teacherAlreadyMarked'

/** A student who is marked now, with their seat; of a guest, with what is made up. */
export type SeatMark = ((Seat & { readonly missed?: undefined }) | SheetGuest) & { readonly status: AttendanceStatus }

function seatMarks(
  sheet: ClassSheet,
  { seats, guests, marks }: LessonState,
): Decision<readonly SeatMark[], SheetRefusal> {
  const marked = new Set(marks.map(({ studentId }) => studentId))
  const byStudent = new Map<StudentId, Seat | SheetGuest>([...guests, ...seats].map((seat) => [seat.studentId, seat]))
  const found = sheet.marks.flatMap(({ studentId, status }) => {
    const seat = byStudent.get(studentId)
    return seat ? [{ ...seat, status }] : []
  })
  const strangers = sheet.marks.map(({ studentId }) => studentId).filter((studentId) => !byStudent.has(studentId))
  if (strangers.length > 0) return refuse('notEnrolled', { studentIds: strangers })
  const twice = found.map(({ studentId }) => studentId).filter((studentId) => marked.has(studentId))
  if (twice.length > 0) return refuse('alreadyMarked', { studentIds: twice })
  const notMakeUp = found.filter((seat) => 'missed' in seat && isNoGuestStatus(seat.status))
  const studentIds = notMakeUp.map(({ studentId }) => studentId)
  return studentIds.length > 0 ? refuse('guestNotMakeUp', { studentIds }) : accept(found)
}

/** True when a teacher asks for a lesson that somebody else gives. */
export const isOthersLesson = ({ lesson, actor }: Pick<LessonState, 'lesson' | 'actor'>): boolean =>
  actor.kind === 'teacher' && actor.id !== lesson.teacherId

/**
 * Whether a sheet may be posted as it is: all of it or nothing.
 * @returns who is marked, or refuses `notYourLesson`; `lessonInFuture` with its start; `lessonCancelled`; `notEnrolled` and
 * `alreadyMarked` with the students; `guestNotMakeUp` with the guests who are to be more or less than that; `teacherNotMarked` when nobody marked the teacher yet, `teacherAlreadyMarked` when somebody did
 * Rule: E6.
 */
export function checkSheet(sheet: ClassSheet, state: LessonState): Decision<readonly SeatMark[], SheetRefusal> {
  const { lesson, now } = state
  if (isOthersLesson(state)) return refuse('notYourLesson', { lessonId: lesson.lessonId })
  if (isBefore(now, lesson.startsAt)) return refuse('lessonInFuture', { startsAt: lesson.startsAt })
  if (lesson.status === 'cancelled') return refuse('lessonCancelled', { lessonId: lesson.lessonId })
  const marks = seatMarks(sheet, state)
  if (!marks.ok) return marks
  if (lesson.status === 'held' && sheet.teacher) return refuse('teacherAlreadyMarked', { ...lesson.teacher })
  const teacherIsMissing = lesson.status === 'scheduled' && !sheet.teacher && !sheet.isPartial
  return teacherIsMissing ? refuse('teacherNotMarked', { teacherId: lesson.teacherId }) : marks
}

/**
 * The lesson after a sheet: it is held once its teacher is marked.
 * @param marks those of this sheet
 * @param teacher of this sheet, if it names one
 * Rule: E6.
 */
export function afterSheet(lesson: Lesson, marks: readonly Mark[], teacher: TeacherMark | undefined): Lesson {
  const attendance = countAttendance(marks)
  const sheet = {
    ...lesson.sheet,
    markedStudents: lesson.sheet.markedStudents + marks.length,
    dueStudents: lesson.sheet.dueStudents + attendance.due,
    presentStudents: lesson.sheet.presentStudents + attendance.present,
    payingStudents: lesson.sheet.payingStudents + marks.filter(({ rule }) => rule.paysTeacher).length,
  }
  return teacher ? { ...lesson, sheet, status: 'held', teacher } : { ...lesson, sheet }
}
