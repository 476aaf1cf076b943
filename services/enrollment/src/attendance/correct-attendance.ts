import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { correctAttendance as contract } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import type { AttendanceStatus } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { NotYet } from '@tutelage/shared/kernel/failures.ts'
import type { LedgerEntry } from '@tutelage/shared/ledger/entry.ts'
import { loadSeatsOf } from '../enrolling/enrollment-store.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { appendEntry, loadAccount, loadEntries, loadEntry, writeAccount } from '../lesson-hours/hours-account-store.ts'
import { isRepaid, undoDeduction } from '../lesson-hours/undo-deduction.ts'
import { loadGuests } from '../make-up/guest-store.ts'
import { creditAfter, creditFor } from '../make-up/make-up-credit.ts'
import { accruePay } from '../teacher-pay/accrue-pay.ts'
import type { Lesson } from '../timetable/lesson.ts'
import { loadLesson, writeLesson } from '../timetable/lesson-store.ts'
import { countAttendance } from './attendance-rate.ts'
import { isOthersLesson } from './class-sheet.ts'
import { checkCredit, followCredit } from './correct-credit.ts'
import { type Circumstances, loadCircumstances } from './lesson-state.ts'
import { type Mark, markView } from './mark.ts'
import { findMarks, loadMarks, writeMark } from './mark-store.ts'
import { ruleIn } from './new-mark.ts'
import { correctionTold, postMark } from './post-mark.ts'
import { findRest, restKey } from './rest-of-sheet-store.ts'

type Request = RequestOf<typeof contract>

/** A mark and its account, read one after the other. */
interface Marked {
  readonly before: Stored<Mark>
  /** Of a guest: the mark whose lesson is made up. */
  readonly missed: Stored<Mark> | undefined
  readonly account: Stored<HoursAccount>
}

/**
 * Every entry of an account as its book says. When somebody changed both meanwhile, the entries are newer than the book that
 * was read, and when a rival corrected the mark, it is older: this commit fails by its conditions then, and all is read again.
 */
async function historyOf(context: CampusContext, { before, account }: Marked, original: LedgerEntry) {
  const { value, version } = account
  const entries = await loadEntries(context, value.enrollmentId)
  const isLatest = (await loadAccount(context, value.enrollmentId)).version === version
  if (isLatest && entries.every(({ reverses }) => reverses !== original.entryId)) return entries
  const unchanged = [writeAccount(context, value, version), writeMark(context, before.value, before.version)]
  return context.commit({ writes: unchanged, answer: entries })
}

/** The account as if the mark had never deducted anything, and the entries that make it so. */
async function undoMark(context: CampusContext, marked: Marked) {
  const { value: account, version } = marked.account
  const { deduction } = marked.before.value
  if (!deduction) return { account: { value: account, version }, entries: [] }
  const original = await loadEntry(context, account.enrollmentId, deduction.entry)
  const history = isRepaid(account.book, original) ? await historyOf(context, marked, original) : []
  const { ids, now: recordedAt, correlationId: causationId } = context
  const { occurredAt } = original
  const at = { occurredAt, recordedAt, causationId }
  const postings = undoDeduction(account, { original, entries: history, nextEntryId: () => ids.next('entry') }, at)
  const book = postings.at(-1)?.book ?? account.book
  return { account: { value: { ...account, book }, version }, entries: postings.map(({ entry }) => entry) }
}

/** The mark of a student in a lesson, with its account; also of one who has left the class since, or was a guest. */
async function loadMarked(context: CampusContext, lesson: Lesson, studentId: Mark['studentId']) {
  const seats = await loadSeatsOf(context, lesson.classGroupId, studentId)
  const [booked] = await loadGuests(context, [lesson.lessonId])
  const guests = booked?.value.filter((guest) => guest.studentId === studentId) ?? []
  const [before] = await loadMarks(context, lesson.lessonId, [...seats, ...guests])
  if (!before) return undefined
  const { makesUp, enrollmentId } = before.value
  const [missed] = makesUp ? await findMarks(context, [makesUp]) : []
  return { before, missed, account: await loadAccount(context, enrollmentId) }
}

/** Refuses `notMarked`. @throws NotYet when the mark is on its way */
async function notMarked(context: CampusContext, { lessonId, sheet }: Lesson, studentId: Mark['studentId']) {
  const rest = sheet.inParts ? await findRest(context, restKey(context, lessonId)) : undefined
  if (rest?.value.students.some((each) => each.studentId === studentId && each.status)) throw new NotYet('mark')
  return refuse('notMarked', { studentId })
}

interface Correction extends Marked {
  readonly status: AttendanceStatus
}

function correctedMark(
  context: CampusContext,
  circumstances: Circumstances,
  { before, missed, status }: Correction,
): Mark {
  const { deduction: _, makeUp: credit, ...kept } = before.value
  const rule = ruleIn(circumstances, status, missed?.value)
  const granted = creditFor(rule, circumstances.classGroup, { policy: circumstances.makeUps, now: context.now })
  const makeUp = creditAfter(credit, granted)
  return {
    ...kept,
    status,
    rule,
    ...(makeUp && { makeUp }),
    markedAt: context.now,
    markedBy: { ...context.scope.actor },
    revision: kept.revision + 1,
  }
}

/** The lesson with one reason more, or less, to pay its teacher, and one student more, or less, who came. */
function afterCorrection(lesson: Lesson, before: Mark, after: Mark): Lesson {
  const { sheet } = lesson
  const [was, is] = [countAttendance([before]), countAttendance([after])]
  return {
    ...lesson,
    sheet: {
      ...sheet,
      payingStudents: sheet.payingStudents + Number(after.rule.paysTeacher) - Number(before.rule.paysTeacher),
      dueStudents: sheet.dueStudents + is.due - was.due,
      presentStudents: sheet.presentStudents + is.present - was.present,
    },
  }
}

/** All that a correction causes, ready to be committed. */
async function postCorrection(context: CampusContext, circumstances: Circumstances, correction: Correction) {
  const { lesson, classGroup, campus, hours } = circumstances
  const { before, account } = correction
  const undone = await undoMark(context, correction)
  const mark = correctedMark(context, circumstances, correction)
  const centihours = mark.makesUp?.centihours ?? classGroup.centihoursPerLesson
  const posted = postMark(context, undone.account, { mark, centihours, policy: hours })
  const credit = await followCredit(context, { ...correction, after: mark }, circumstances.makeUps)
  const value = afterCorrection(lesson.value, before.value, mark)
  const paid = await accruePay(context, { value, version: lesson.version }, { classGroup, campus })
  return {
    mark: posted.mark,
    writes: [
      writeAccount(context, posted.account, account.version),
      ...undone.entries.map((entry) => appendEntry(context, mark.enrollmentId, entry)),
      ...posted.writes,
      writeMark(context, posted.mark, before.version),
      ...credit.writes,
      writeLesson(context, paid.lesson, lesson.version),
      ...paid.writes,
    ],
    events: [
      correctionTold(context, account, { mark, before: before.value.status }),
      ...credit.events,
      ...posted.events,
      ...paid.events,
    ],
  }
}

/**
 * Corrects a mark: what it caused is reversed exactly, the right one is posted anew, the teacher's pay follows.
 * @returns the mark, or refuses `notYourLesson`, `notMarked`, `sameStatus`, and as `checkCredit`
 * @throws NotFound of the lesson, NotYet as `notMarked`
 * Rule: E7.
 */
export async function correctAttendance({ params, body }: Request, context: CampusContext) {
  const lesson = await loadLesson(context, params.lessonId)
  if (isOthersLesson({ lesson: lesson.value, actor: context.scope.actor })) return refuse('notYourLesson')
  const marked = await loadMarked(context, lesson.value, params.studentId)
  if (!marked) return notMarked(context, lesson.value, params.studentId)
  if (marked.before.value.status === body.status) return refuse('sameStatus', { status: body.status })
  const credit = checkCredit(marked, body.status)
  if (!credit.ok) return credit
  const circumstances = await loadCircumstances(context, lesson)
  const { mark, writes, events } = await postCorrection(context, circumstances, { ...marked, status: body.status })
  return accept(await context.commit({ writes, events, answer: markView(mark) }))
}
