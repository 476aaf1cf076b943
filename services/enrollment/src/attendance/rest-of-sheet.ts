import type { AttendanceStatus } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { AttendanceRule } from '@tutelage/shared/contracts/enrollment/policies.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Centihours } from '@tutelage/shared/kernel/centihours.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { deductionKey } from '../lesson-hours/hours-account.ts'
import type { MakeUpCredit } from '../make-up/make-up-credit.ts'
import type { Mark } from './mark.ts'

/** As many writes as a transaction takes. */
const mostWrites = 100
/** Of each later part beside its students': the item of the rest, and the outbox. */
const ofLaterPart = 2

/** Somebody whose account a sheet changes: marked, or, at the end of the course, only told of that. */
export interface SheetStudent {
  readonly studentId: StudentId
  readonly enrollmentId: Id<'enrollment'>
  readonly mark?: Mark | undefined
  /** Of a guest: the mark whose lesson is made up. */
  readonly missed?: Stored<Mark> | undefined
}

/** What is decided and not yet written of a sheet that one transaction does not hold. */
export interface RestOfSheet {
  readonly lessonId: Id<'lesson'>
  readonly classGroupId: Id<'classGroup'>
  readonly startsAt: Instant
  /** Of the lesson. */
  readonly centihours: Centihours
  readonly markedAt: Instant
  readonly markedBy: Mark['markedBy']
  /** What each status meant when the sheet came in. */
  readonly statuses: Partial<
    Readonly<Record<AttendanceStatus, { readonly rule: AttendanceRule; readonly makeUp?: MakeUpCredit | undefined }>>
  >
  /** Of the class; without a status who is only told of the course's end. */
  readonly students: readonly (Pick<SheetStudent, 'studentId' | 'enrollmentId'> & {
    readonly status?: AttendanceStatus | undefined
  })[]
  /** When the course ended, if this was its last lesson. */
  readonly completedAt?: Instant | undefined
}

/** A mark, its account and its entry; a guest's, the credit too. */
const writesFor = ({ mark, missed }: SheetStudent): number => (missed ? 4 : mark ? 3 : 1)

/** Guests first: their credits are settled at once. Then who is reason to pay the teacher, so that pay never goes before a mark. */
function rank({ mark, missed }: SheetStudent): number {
  if (missed) return 0
  if (!mark) return 3
  return mark.rule.paysTeacher ? 1 : 2
}

/** How many of some students, from the first on, so many writes hold. */
function fitting(students: readonly SheetStudent[], room: number): number {
  let left = room
  const over = students.findIndex((student) => {
    left -= writesFor(student)
    return left < 0
  })
  return over < 0 ? students.length : over
}

/**
 * Who is marked by the first transaction of a sheet, and who by those that follow: nobody, as long as one holds them all.
 * @param others writes of the first transaction that are no student's
 * Rule: E6.
 */
export function splitSheet(
  students: readonly SheetStudent[],
  others: number,
): {
  readonly now: readonly SheetStudent[]
  readonly later: readonly SheetStudent[]
} {
  if (fitting(students, mostWrites - others) === students.length) return { now: students, later: [] }
  const ordered = [...students].sort((a, b) => rank(a) - rank(b))
  // The item of the rest is one more.
  const now = fitting(ordered, mostWrites - others - 1)
  return { now: ordered.slice(0, now), later: ordered.slice(now) }
}

/**
 * The rest of a sheet as it is kept until it is written.
 * @param later class-mates, no guests
 */
export function restOf(later: readonly SheetStudent[], sheet: Omit<RestOfSheet, 'students' | 'statuses'>): RestOfSheet {
  const marks = later.flatMap(({ mark }) => mark ?? [])
  const statuses = Object.fromEntries(marks.map(({ status, rule, makeUp }) => [status, { rule, makeUp }]))
  const students = later.map(({ studentId, enrollmentId, mark }) => ({ studentId, enrollmentId, status: mark?.status }))
  return { ...sheet, statuses, students }
}

/** The students of a rest with the marks that they are to have. */
export function studentsOf({ statuses, students, ...sheet }: RestOfSheet): readonly SheetStudent[] {
  const { lessonId, startsAt, markedAt, markedBy } = sheet
  return students.map(({ studentId, enrollmentId, status }) => {
    const meaning = status && statuses[status]
    if (!status || !meaning) return { studentId, enrollmentId }
    const { rule, makeUp } = meaning
    const whose = { lessonId, enrollmentId, studentId, startsAt, status, rule, ...(makeUp && { makeUp }) }
    return { studentId, enrollmentId, mark: { ...whose, markedAt, markedBy, revision: 1 } }
  })
}

/** What the next transaction writes of a rest, and what is left then. Rule: E6. */
export function nextPart(rest: RestOfSheet): { readonly now: readonly SheetStudent[]; readonly left: RestOfSheet } {
  const students = studentsOf(rest)
  const count = fitting(students, mostWrites - ofLaterPart)
  return { now: students.slice(0, count), left: { ...rest, students: rest.students.slice(count) } }
}

/** The marks that a rest is going to write, as they will stand then. */
export const comingMarks = (rest: RestOfSheet): readonly Mark[] =>
  studentsOf(rest).flatMap(({ mark }) => {
    if (!mark?.rule.deductsHours) return mark ?? []
    return { ...mark, deduction: { centihours: rest.centihours, entry: deductionKey(mark) } }
  })
