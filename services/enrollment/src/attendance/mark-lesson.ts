import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { loadClassGroup } from '../catalogue/catalogue-store.ts'
import type { Seat } from '../enrolling/enrollment.ts'
import { loadSeats } from '../enrolling/enrollment-store.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { loadAccounts, writeAccount } from '../lesson-hours/hours-account-store.ts'
import { lessonHoursPolicy } from '../lesson-hours/policy.ts'
import { accruePay } from '../teacher-pay/accrue-pay.ts'
import type { Lesson } from '../timetable/lesson.ts'
import { loadLesson, writeLesson } from '../timetable/lesson-store.ts'
import { loadProgress, writeProgress } from '../timetable/progress-store.ts'
import { afterSheet, type ClassSheet, checkSheet, type SeatMark } from './class-sheet.ts'
import { completeCourse } from './complete-course.ts'
import { type Mark, markView, ruleOf } from './mark.ts'
import { loadMarks, writeMark } from './mark-store.ts'
import { attendancePolicy } from './policy.ts'
import { markTold, postMark, type Touched } from './post-mark.ts'

/** The lesson, who sits in its class, and who was marked in it. */
export async function loadSheet(context: CampusContext, lessonId: Id<'lesson'>) {
  const lesson = await loadLesson(context, lessonId)
  const seats = await loadSeats(context, lesson.value.classGroupId)
  const marks = await loadMarks(context, lessonId, seats)
  return { lesson, seats, marks: marks.map(({ value }) => value) }
}

/** What decides what marks in a lesson cause. */
export async function loadCircumstances(context: CampusContext, { classGroupId }: Lesson) {
  const [classGroup, campus, attendance, hours] = await Promise.all([
    loadClassGroup(context, classGroupId),
    loadCampus(context),
    attendancePolicy.load(context),
    lessonHoursPolicy.load(context),
  ])
  return { classGroup, campus, attendance, hours }
}
export type Circumstances = Awaited<ReturnType<typeof loadCircumstances>>

/** A class sheet as it is shown. */
export function sheetView(lesson: Lesson, seats: readonly Seat[], marks: readonly Mark[]) {
  const marked = new Set(marks.map(({ studentId }) => studentId))
  return {
    lessonId: lesson.lessonId,
    ...(lesson.status === 'held' && {
      teacher: { staffId: lesson.teacher.staffId, status: lesson.teacher.status },
    }),
    marks: marks.map(markView),
    unmarked: seats.map(({ studentId }) => studentId).filter((studentId) => !marked.has(studentId)),
  }
}

function newMark(context: CampusContext, lesson: Lesson, seat: SeatMark, circumstances: Circumstances): Mark {
  const { attendance, classGroup } = circumstances
  const { studentId, enrollmentId, status } = seat
  return {
    lessonId: lesson.lessonId,
    enrollmentId,
    studentId,
    startsAt: lesson.startsAt,
    status,
    rule: ruleOf(status, attendance, classGroup),
    markedAt: context.now,
    markedBy: { ...context.scope.actor },
    revision: 1,
  }
}

/** Posts each account's mark; an account without one is only told of the course's end. */
function postMarks(
  context: CampusContext,
  accounts: readonly Stored<HoursAccount>[],
  marks: readonly Mark[],
  { classGroup, hours }: Circumstances,
): readonly (Touched & { readonly mark?: Mark })[] {
  const byEnrollment = new Map(marks.map((mark) => [mark.enrollmentId, mark]))
  return accounts.map((stored) => {
    const mark = byEnrollment.get(stored.value.enrollmentId)
    if (!mark) return { account: stored.value, version: stored.version, writes: [], events: [] }
    const posted = postMark(context, stored, { mark, classGroup, policy: hours })
    return {
      ...posted,
      writes: [...posted.writes, writeMark(context, posted.mark, 0)],
      events: [...markTold(context, stored, mark), ...posted.events],
    }
  })
}

/** Whether this sheet makes the lesson held, and whether it is the last of the class. */
async function progressOf(context: CampusContext, before: Lesson, after: Lesson, { classGroup }: Circumstances) {
  if (before.status === after.status) return { isLast: false, writes: [] }
  const progress = await loadProgress(context, before.classGroupId)
  const held = progress.value.held + 1
  const value = { ...progress.value, held }
  const writes: Write[] = [writeProgress(context, before.classGroupId, { ...progress, value })]
  return { isLast: held === classGroup.lessonCount, writes }
}

const accountWrites = (context: CampusContext, touched: readonly Touched[]): Write[] =>
  touched.flatMap(({ account, version, writes }) => [writeAccount(context, account, version), ...writes])

/**
 * Posts a class sheet, or one mark of a card reader, in one transaction: marks, hours, entries, the teacher's pay, and the
 * course's end with its last lesson. A sheet of 20 students is 20 marks, 20 accounts, 20 entries, the lesson, its progress, the
 * pay, the outbox and the idempotency item.
 * @returns the sheet as it is then, or refuses as `checkSheet`
 * @throws NotFound of the lesson
 * Rule: E6, E7, E17.
 */
export async function markLesson(context: CampusContext, lessonId: Id<'lesson'>, sheet: ClassSheet) {
  const { lesson, seats, marks } = await loadSheet(context, lessonId)
  const state = { lesson: lesson.value, seats, marks, now: context.now, actor: context.scope.actor }
  const checked = checkSheet(sheet, state)
  if (!checked.ok) return checked
  const circumstances = await loadCircumstances(context, lesson.value)
  const { classGroup, campus, attendance } = circumstances
  const { teacher } = sheet
  const isPaid = teacher !== undefined && attendance.teacherPaidWhen.includes(teacher.status)
  const added = checked.value.map((seat) => newMark(context, lesson.value, seat, circumstances))
  const marked = afterSheet(lesson.value, added, teacher && { ...teacher, isPaid })
  const progress = await progressOf(context, lesson.value, marked, circumstances)
  const accounts = await loadAccounts(
    context,
    (progress.isLast ? seats : checked.value).map(({ enrollmentId }) => enrollmentId),
  )
  const posted = postMarks(context, accounts, added, circumstances)
  const touched = progress.isLast ? completeCourse(context, posted, marked) : posted
  const rateMinor = classGroup.teacherRateMinor
  const paid = accruePay(context, { value: marked, version: lesson.version }, { rateMinor, campus })
  return accept(
    await context.commit({
      writes: [
        ...accountWrites(context, touched),
        ...progress.writes,
        writeLesson(context, paid.lesson, lesson.version),
        ...paid.writes,
      ],
      events: [...touched.flatMap(({ events }) => events), ...paid.events],
      answer: sheetView(paid.lesson, seats, [...marks, ...posted.flatMap(({ mark }) => mark ?? [])]),
    }),
  )
}
