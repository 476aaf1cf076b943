import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { loadClassGroup } from '../catalogue/catalogue-store.ts'
import type { Seat } from '../enrolling/enrollment.ts'
import { loadSeatsAt } from '../enrolling/enrollment-store.ts'
import { lessonHoursPolicy } from '../lesson-hours/policy.ts'
import { loadGuests } from '../make-up/guest-store.ts'
import { makeUpPolicy } from '../make-up/policy.ts'
import { currentGuests } from '../make-up/sheet-guests.ts'
import type { Lesson } from '../timetable/lesson.ts'
import { loadLesson } from '../timetable/lesson-store.ts'
import { type Mark, markView } from './mark.ts'
import { loadMarks } from './mark-store.ts'
import { attendancePolicy } from './policy.ts'
import { comingMarks, type RestOfSheet } from './rest-of-sheet.ts'
import { findRest, restKey } from './rest-of-sheet-store.ts'

/** The marks of a sheet, those that are on their way too. */
function withComing(found: readonly Mark[], rest: RestOfSheet | undefined): readonly Mark[] {
  const known = new Set(found.map(({ enrollmentId }) => enrollmentId))
  const coming = rest ? comingMarks(rest).filter(({ enrollmentId }) => !known.has(enrollmentId)) : []
  return [...found, ...coming]
}

/** The lesson, who belonged to its class when it began or joined since, its guests, and who was marked in it. @throws NotFound of the lesson */
export async function loadSheet(context: CampusContext, lessonId: Id<'lesson'>) {
  const lesson = await loadLesson(context, lessonId)
  const seats = await loadSeatsAt(context, lesson.value.classGroupId, lesson.value.startsAt)
  const [booked] = await loadGuests(context, [lessonId])
  // What is on its way is read first: what has arrived meanwhile is found then.
  const rest = lesson.value.sheet.inParts ? await findRest(context, restKey(context, lessonId)) : undefined
  const found = await loadMarks(context, lessonId, [...seats, ...(booked?.value ?? [])])
  const marks = withComing(
    found.map(({ value }) => value),
    rest?.value,
  )
  const guests = await currentGuests(context, booked?.value ?? [], { lessonId, seats, marks })
  return { lesson, seats, guests, marks, rest }
}

export type LoadedSheet = Awaited<ReturnType<typeof loadSheet>>

/** What decides what marks in a lesson cause: its class, the campus and the policies. */
export async function loadCircumstances(context: CampusContext, lesson: Stored<Lesson>) {
  const [classGroup, campus, attendance, hours, makeUps] = await Promise.all([
    loadClassGroup(context, lesson.value.classGroupId),
    loadCampus(context),
    attendancePolicy.load(context),
    lessonHoursPolicy.load(context),
    makeUpPolicy.load(context),
  ])
  return { lesson, classGroup, campus, attendance, hours, makeUps }
}
export type Circumstances = Awaited<ReturnType<typeof loadCircumstances>>

/** A class sheet as it is shown. */
export function sheetView(lesson: Lesson, seats: readonly Pick<Seat, 'studentId'>[], marks: readonly Mark[]) {
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
