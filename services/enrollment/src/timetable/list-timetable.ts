import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/timetable-queries-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { PageRequest } from '@tutelage/shared/data/read-page.ts'
import { BadCursor } from '@tutelage/shared/data/table-failures.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { addMs, type LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import { endOfDay, localDateOf, startOfDay } from '@tutelage/shared/kernel/time-zone.ts'
import { loadStudent } from '../students/student-store.ts'
import type { BusySlot } from './agenda.ts'
import { listTeacherDays, loadBusy } from './agenda-store.ts'
import type { Slot } from './lesson.ts'
import { loadLessons } from './lesson-store.ts'
import { lessonView } from './read-timetable.ts'
import { slotPage } from './slot-page.ts'
import { loadStudentBusy } from './student-stays.ts'

/** Days of the campus as a time: from the start of the first to the end of the last. */
async function spanOf(context: CampusContext, { from, to }: { readonly from: LocalDate; readonly to: LocalDate }) {
  const { timeZone } = await loadCampus(context)
  return { startsAt: startOfDay(from, timeZone), endsAt: endOfDay(to, timeZone), timeZone }
}

async function viewsOf(context: CampusContext, slots: readonly BusySlot[]) {
  const lessons = await loadLessons(
    context,
    slots.map(({ lessonId }) => lessonId),
  )
  return lessons.map(({ value }) => lessonView(value))
}

/** One page of what keeps somebody busy, by time, with the lessons of the page. */
async function pageOfBusy(context: CampusContext, busy: readonly BusySlot[], page: PageRequest) {
  const byTime = [...busy].sort((a, b) => (`${a.startsAt}#${a.lessonId}` < `${b.startsAt}#${b.lessonId}` ? -1 : 1))
  const { items, ...rest } = slotPage(byTime, page)
  return accept({ items: await viewsOf(context, items), ...rest })
}

/** One page of a teacher's lessons, by time; refuses `notYourTimetable` to another teacher. Rule: E2. */
export async function listTeacherLessons(
  { params, query }: RequestOf<typeof contracts.listTeacherLessons>,
  context: CampusContext,
) {
  const { teacherId } = params
  const { actor } = context.scope
  if (actor.kind === 'teacher' && actor.id !== teacherId) return refuse('notYourTimetable', { teacherId })
  const busy = await loadBusy(context, { kind: 'teacher', id: teacherId }, await spanOf(context, query))
  return pageOfBusy(context, busy, query)
}

/** One page of the lessons in a room, by time. Rule: E2. */
export async function listRoomLessons(
  { params, query }: RequestOf<typeof contracts.listRoomLessons>,
  context: CampusContext,
) {
  const busy = await loadBusy(context, { kind: 'room', id: params.roomId }, await spanOf(context, query))
  return pageOfBusy(context, busy, query)
}

/**
 * One page of a student's lessons by time: of every class while they sat in it, and those that they make up.
 * @throws NotFound of the student
 * Rule: E2.
 */
export async function listStudentLessons(
  { params, query }: RequestOf<typeof contracts.listStudentLessons>,
  context: CampusContext,
) {
  const { studentId } = await loadStudent(context, params.studentId)
  return pageOfBusy(context, await loadStudentBusy(context, studentId, await spanOf(context, query)), query)
}

/** The dates in UTC on which a day of the campus lies: one or two, three when it has 25 hours. */
function datesOf({ startsAt, endsAt }: Slot): readonly LocalDate[] {
  const last = localDateOf(addMs(endsAt, -1), 'UTC')
  const dates: LocalDate[] = []
  for (let date = localDateOf(startsAt, 'UTC'); date <= last; date = addDays(date, 1)) dates.push(date)
  return dates
}

/** Where a page of a day begins: the date, and the cursor within it. @throws BadCursor when it is of another day */
function placeOf(text: string, dates: readonly LocalDate[]) {
  const [name, cursor] = text.split('~')
  const date = dates.find((one) => one === name)
  if (date === undefined || cursor === undefined) throw new BadCursor()
  return { date, cursor: cursor || undefined }
}

/** A lesson belongs to the day on which it begins. */
const isWithin = ({ startsAt }: Slot, span: Slot): boolean => span.startsAt <= startsAt && startsAt < span.endsAt

/**
 * One page of the lessons of a day, read from its teachers' days: those of one date in UTC after those of the date before.
 * @throws BadCursor when the cursor is of another list
 * Rule: E2, Time.
 */
export async function listDayLessons(
  { params, query }: RequestOf<typeof contracts.listDayLessons>,
  context: CampusContext,
) {
  const span = await spanOf(context, { from: params.date, to: params.date })
  const dates = datesOf(span)
  const { date, cursor } = placeOf(query.cursor ?? `${dates[0]}~`, dates)
  const { items, nextCursor } = await listTeacherDays(context, date, { limit: query.limit, cursor })
  // A lesson over midnight in UTC stands in both; it is listed with the one on which it begins.
  const busy = items.filter((slot) => slot.startsAt.startsWith(date) && isWithin(slot, span))
  const later = dates[dates.indexOf(date) + 1]
  const next = nextCursor === undefined ? later && `${later}~` : `${date}~${nextCursor}`
  return accept({ items: await viewsOf(context, busy), ...(next && { nextCursor: next }) })
}
