import type { CampusContext, Rest } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotYet } from '@tutelage/shared/kernel/failures.ts'
import { type Instant, laterOf } from '@tutelage/shared/kernel/instant.ts'
import type { Seat } from '../enrolling/enrollment.ts'
import { accruePay } from '../teacher-pay/accrue-pay.ts'
import type { Lesson } from '../timetable/lesson.ts'
import { writeLesson } from '../timetable/lesson-store.ts'
import { loadProgress, writeProgress } from '../timetable/progress-store.ts'
import { afterSheet, type ClassSheet, checkSheet, type SeatMark } from './class-sheet.ts'
import { type Circumstances, type LoadedSheet, loadCircumstances, sheetView } from './lesson-state.ts'
import { newMark } from './new-mark.ts'
import { type PostedMarks, postMarks } from './post-marks.ts'
import { comingMarks, restOf, type SheetStudent, splitSheet } from './rest-of-sheet.ts'
import { restJob, restKey, writeRest } from './rest-of-sheet-store.ts'
import { pointToStandIn } from './stand-in-store.ts'

/** Whether this sheet makes the lesson held and, when all of the class are then, when the latest of them ended. */
async function progressOf(context: CampusContext, { lesson, classGroup }: Circumstances, after: Lesson) {
  if (lesson.value.status === after.status) return { writes: [] }
  const { classGroupId, lessonCount } = classGroup
  const { value, version } = await loadProgress(context, classGroupId)
  const held = value.held + 1
  const heldUntil = laterOf(after.endsAt, value.heldUntil ?? after.endsAt)
  const write = writeProgress(context, classGroupId, { value: { ...value, held, heldUntil }, version })
  return { completedAt: held === lessonCount ? heldUntil : undefined, writes: [write] }
}

/** A sheet that may be posted: who is marked, and everybody in the class. */
interface AcceptedSheet {
  readonly teacher: ClassSheet['teacher']
  readonly seatMarks: readonly SeatMark[]
  readonly seats: readonly Seat[]
}

/** The lesson, the outbox and the idempotency item. */
const ofEverySheet = 3

/** What is left of a sheet that one transaction does not hold. */
function restOfSheet(
  context: CampusContext,
  { lesson, classGroup }: Circumstances,
  { later, completedAt }: { readonly later: readonly SheetStudent[]; readonly completedAt: Instant | undefined },
): Pick<PostedMarks, 'marks' | 'writes'> & { readonly sheet?: { readonly inParts: true }; readonly rest?: Rest } {
  if (later.length === 0) return { marks: [], writes: [] }
  const { lessonId, startsAt } = lesson.value
  const { classGroupId, centihoursPerLesson: centihours } = classGroup
  const marked = { markedAt: context.now, markedBy: { ...context.scope.actor } }
  const value = restOf(later, { lessonId, classGroupId, startsAt, centihours, ...marked, completedAt })
  return {
    marks: comingMarks(value),
    writes: [writeRest(context, { value, version: 0 })],
    sheet: { inParts: true },
    rest: { job: restJob, key: restKey(context, lessonId) },
  }
}

/** All that a sheet causes, ready to be committed, and what of it is left. */
async function postSheet(context: CampusContext, circumstances: Circumstances, sheet: AcceptedSheet) {
  const { lesson, classGroup, campus, attendance, hours, makeUps } = circumstances
  const { teacher, seatMarks, seats } = sheet
  const isPaid = teacher !== undefined && attendance.teacherPaidWhen.includes(teacher.status)
  const marked: readonly SheetStudent[] = seatMarks.map((seat) => {
    const { studentId, enrollmentId, missed } = seat
    return { studentId, enrollmentId, mark: newMark(context, circumstances, seat), missed }
  })
  const shown = marked.flatMap(({ mark }) => mark ?? [])
  const after = afterSheet(lesson.value, shown, teacher && { ...teacher, isPaid })
  const progress = await progressOf(context, circumstances, after)
  const isMarked = new Set(marked.map(({ enrollmentId }) => enrollmentId))
  const others = progress.completedAt ? seats.filter(({ enrollmentId }) => !isMarked.has(enrollmentId)) : []
  const paid = await accruePay(context, { value: after, version: lesson.version }, { classGroup, campus })
  const ofSheet = [...progress.writes, ...(teacher ? pointToStandIn(context, after) : []), ...paid.writes]
  const { now, later } = splitSheet([...marked, ...others], ofSheet.length + ofEverySheet)
  const { completedAt } = progress
  const { classGroupId, centihoursPerLesson: centihours } = classGroup
  const posted = await postMarks(context, { classGroupId, centihours, hours, makeUps, completedAt }, now)
  const rest = restOfSheet(context, circumstances, { later, completedAt })
  return {
    lesson: { ...paid.lesson, sheet: { ...paid.lesson.sheet, ...rest.sheet } },
    marks: [...posted.marks, ...rest.marks],
    writes: [...posted.writes, ...ofSheet, ...rest.writes],
    events: [...posted.events, ...paid.events],
    rest: rest.rest,
  }
}

/**
 * Posts a class sheet, or one mark of a card reader: marks, hours, entries, the teacher's pay, and the course's end with its last
 * lesson. A sheet of 20 students is 20 marks, 20 accounts, 20 entries, the lesson, its progress, the pay, the outbox and the
 * idempotency item; a guest is one item more. What one transaction does not hold is decided in the first and written by those that
 * follow (see `post-rest-of-sheet.ts`).
 * @param loaded the sheet as it was read
 * @returns the sheet as it is then, or refuses as `checkSheet`
 * @throws NotYet when another sheet of the lesson, as large, is not written yet
 * Rule: E6, E7, E17.
 */
export async function markLesson(context: CampusContext, loaded: LoadedSheet, sheet: ClassSheet) {
  const { lesson, seats, guests, marks, rest } = loaded
  const state = { lesson: lesson.value, seats, guests, marks, now: context.now, actor: context.scope.actor }
  const checked = checkSheet(sheet, state)
  if (!checked.ok) return checked
  const circumstances = await loadCircumstances(context, lesson)
  const accepted = { teacher: sheet.teacher, seatMarks: checked.value, seats }
  const posted = await postSheet(context, circumstances, accepted)
  if (posted.rest && rest) throw new NotYet('sheet')
  return accept(
    await context.commit({
      writes: [...posted.writes, writeLesson(context, posted.lesson, lesson.version)],
      events: posted.events,
      answer: sheetView(posted.lesson, [...seats, ...guests], [...marks, ...posted.marks]),
      rest: posted.rest,
    }),
  )
}
