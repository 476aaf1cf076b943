import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type { Seat } from '../enrolling/enrollment.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { loadAccounts, writeAccount } from '../lesson-hours/hours-account-store.ts'
import { settleGuest } from '../make-up/settle-guest.ts'
import { accruePay } from '../teacher-pay/accrue-pay.ts'
import type { Lesson } from '../timetable/lesson.ts'
import { writeLesson } from '../timetable/lesson-store.ts'
import { loadProgress, writeProgress } from '../timetable/progress-store.ts'
import { afterSheet, type ClassSheet, checkSheet, type SeatMark } from './class-sheet.ts'
import { completeCourse } from './complete-course.ts'
import { type Circumstances, type LoadedSheet, loadCircumstances, sheetView } from './lesson-state.ts'
import type { Mark } from './mark.ts'
import { writeMark } from './mark-store.ts'
import { newMark } from './new-mark.ts'
import { creditTold, markTold, postMark, type Touched } from './post-mark.ts'

/** Marks as they come in, and the accounts that the sheet touches. */
interface Marked {
  readonly marks: readonly { readonly mark: Mark; readonly missed: Stored<Mark> | undefined }[]
  readonly accounts: readonly Stored<HoursAccount>[]
}

/** Posts each account's mark; an account without one is only told of the course's end. */
function postMarks(
  context: CampusContext,
  { classGroup, hours, makeUps }: Circumstances,
  { marks, accounts }: Marked,
): readonly (Touched & { readonly mark?: Mark })[] {
  const byEnrollment = new Map(marks.map((each) => [each.mark.enrollmentId, each]))
  return accounts.map((stored) => {
    const each = byEnrollment.get(stored.value.enrollmentId)
    if (!each) return { account: stored.value, version: stored.version, writes: [], events: [] }
    const { mark, missed } = each
    const centihours = mark.makesUp?.centihours ?? classGroup.centihoursPerLesson
    const posted = postMark(context, stored, { mark, centihours, policy: hours })
    const settled = missed && settleGuest(context, { mark, missed, account: stored }, makeUps)
    return {
      ...posted,
      writes: [...posted.writes, writeMark(context, posted.mark, 0), ...(settled?.writes ?? [])],
      events: [
        ...markTold(context, stored, mark),
        ...creditTold(context, stored, mark),
        ...(settled?.events ?? []),
        ...posted.events,
      ],
    }
  })
}

/** Whether this sheet makes the lesson held, and whether it is the last of the class. */
async function progressOf(context: CampusContext, { lesson, classGroup }: Circumstances, after: Lesson) {
  if (lesson.value.status === after.status) return { isLast: false, writes: [] }
  const { classGroupId } = classGroup
  const progress = await loadProgress(context, classGroupId)
  const held = progress.value.held + 1
  const write = writeProgress(context, classGroupId, { ...progress, value: { ...progress.value, held } })
  return { isLast: held === classGroup.lessonCount, writes: [write] }
}

const accountWrites = (context: CampusContext, touched: readonly Touched[]): Write[] =>
  touched.flatMap(({ account, version, writes }) => [writeAccount(context, account, version), ...writes])

/** A sheet that may be posted: who is marked, and everybody in the class. */
interface AcceptedSheet {
  readonly teacher: ClassSheet['teacher']
  readonly seatMarks: readonly SeatMark[]
  readonly seats: readonly Seat[]
}

/** All that a sheet causes, ready to be committed. */
async function postSheet(context: CampusContext, circumstances: Circumstances, sheet: AcceptedSheet) {
  const { lesson, classGroup, campus, attendance } = circumstances
  const { teacher, seatMarks, seats } = sheet
  const isPaid = teacher !== undefined && attendance.teacherPaidWhen.includes(teacher.status)
  const marks = seatMarks.map((seat) => ({ mark: newMark(context, circumstances, seat), missed: seat.missed }))
  const shown = marks.map(({ mark }) => mark)
  const after = afterSheet(lesson.value, shown, teacher && { ...teacher, isPaid })
  const progress = await progressOf(context, circumstances, after)
  const guests = seatMarks.filter(({ missed }) => missed)
  const whose = progress.isLast ? [...seats, ...guests] : seatMarks
  const accounts = await loadAccounts(
    context,
    whose.map(({ enrollmentId }) => enrollmentId),
  )
  const posted = postMarks(context, circumstances, { marks, accounts })
  const touched = progress.isLast ? completeCourse(context, posted, after) : posted
  const paid = await accruePay(context, { value: after, version: lesson.version }, { classGroup, campus })
  return {
    lesson: paid.lesson,
    marks: posted.flatMap(({ mark }) => mark ?? []),
    writes: [...accountWrites(context, touched), ...progress.writes, ...paid.writes],
    events: [...touched.flatMap(({ events }) => events), ...paid.events],
  }
}

/**
 * Posts a class sheet, or one mark of a card reader, in one transaction: marks, hours, entries, the teacher's pay, and the
 * course's end with its last lesson. A sheet of 20 students is 20 marks, 20 accounts, 20 entries, the lesson, its progress, the
 * pay, the outbox and the idempotency item; a guest is one item more.
 * @param loaded the sheet as it was read
 * @returns the sheet as it is then, or refuses as `checkSheet`
 * Rule: E6, E7, E17.
 */
export async function markLesson(context: CampusContext, loaded: LoadedSheet, sheet: ClassSheet) {
  const { lesson, seats, guests, marks } = loaded
  const state = { lesson: lesson.value, seats, guests, marks, now: context.now, actor: context.scope.actor }
  const checked = checkSheet(sheet, state)
  if (!checked.ok) return checked
  const circumstances = await loadCircumstances(context, lesson)
  const accepted = { teacher: sheet.teacher, seatMarks: checked.value, seats }
  const posted = await postSheet(context, circumstances, accepted)
  return accept(
    await context.commit({
      writes: [...posted.writes, writeLesson(context, posted.lesson, lesson.version)],
      events: posted.events,
      answer: sheetView(posted.lesson, [...seats, ...guests], [...marks, ...posted.marks]),
    }),
  )
}
