import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { getCalendarFeed as contract } from '@tutelage/shared/contracts/enrollment/calendar-feed-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { isId, type StaffId, type StudentId } from '@tutelage/shared/kernel/ids.ts'
import { addMs, dayMs } from '@tutelage/shared/kernel/instant.ts'
import { loadClassGroup } from '../catalogue/catalogue-store.ts'
import { findRoom } from '../catalogue/room-store.ts'
import { loadBusy } from '../timetable/agenda-store.ts'
import { type Lesson, overlaps, type Slot } from '../timetable/lesson.ts'
import { listLessonsBetween, loadLessons } from '../timetable/lesson-store.ts'
import { loadStudentClasses } from '../timetable/student-classes-store.ts'
import { type CalendarEvent, calendarText } from './calendar.ts'
import { ownerOfLink } from './link-calendar.ts'

const pastMs = 30 * dayMs
const aheadMs = 180 * dayMs

type Lessons = readonly Stored<Lesson>[]

/** Every lesson of the classes in which a student sits now, the cancelled ones too, and those that they make up elsewhere. */
async function lessonsOfStudent(context: CampusContext, studentId: StudentId, span: Slot): Promise<Lessons> {
  const [own] = await loadStudentClasses(context, [studentId])
  const { classes = [], guestAt = [] } = own?.value ?? {}
  const elsewhere = guestAt.filter(
    (slot) => overlaps(slot, span) && !classes.some(({ classGroupId }) => classGroupId === slot.classGroupId),
  )
  const lists = await Promise.all([
    ...classes.map((one) => listLessonsBetween(context, one.classGroupId, span)),
    loadLessons(
      context,
      elsewhere.map(({ lessonId }) => lessonId),
    ),
  ])
  return lists.flat()
}

/** The lessons that a teacher gives. */
async function lessonsOfTeacher(context: CampusContext, id: StaffId, span: Slot): Promise<Lessons> {
  const busy = await loadBusy(context, { kind: 'teacher', id }, span)
  return loadLessons(
    context,
    busy.map(({ lessonId }) => lessonId),
  )
}

const unique = <Value>(values: readonly (Value | undefined)[]): readonly Value[] => [
  ...new Set(values.filter((value) => value !== undefined)),
]

/** What lessons are called and where they are, as the campus's language says it. */
async function namesOf(context: CampusContext, lessons: Lessons) {
  const { language, name } = await loadCampus(context)
  const classGroups = await Promise.all(
    unique(lessons.map(({ value }) => value.classGroupId)).map((id) => loadClassGroup(context, id)),
  )
  const rooms = await Promise.all(unique(lessons.map(({ value }) => value.roomId)).map((id) => findRoom(context, id)))
  const titles = new Map(classGroups.map((one) => [one.classGroupId, one.title[language]]))
  const places = new Map(rooms.flatMap((room) => (room ? [[room.roomId, room.name] as const] : [])))
  return {
    campus: name[language],
    titleOf: ({ classGroupId }: Lesson): string => titles.get(classGroupId) ?? '',
    placeOf: ({ roomId }: Lesson): string =>
      [name[language], roomId && places.get(roomId)].filter((part) => part !== undefined).join(', '),
  }
}

/**
 * The lessons of a link as a calendar, with those of the last 30 days and of the next half year; of a class that a student has left none,
 * and a make-up that was given back no more. No name of a child stands in it.
 * @returns the text, or refuses as `ownerOfLink`
 * Rule: E2.
 */
export async function getCalendarFeed({ params }: RequestOf<typeof contract>, context: CampusContext) {
  const owner = await ownerOfLink(context, params.token)
  if (!owner.ok) return owner
  const span = { startsAt: addMs(context.now, -pastMs), endsAt: addMs(context.now, aheadMs) }
  const ofWhom = owner.value
  const lessons = isId('student', ofWhom)
    ? await lessonsOfStudent(context, ofWhom, span)
    : await lessonsOfTeacher(context, ofWhom, span)
  const { campus, titleOf, placeOf } = await namesOf(context, lessons)
  const events = lessons.map(({ value, version }): CalendarEvent => {
    const { lessonId, startsAt, endsAt, plannedAt, status } = value
    const uid = `${lessonId}@tutelage`
    const told = { summary: titleOf(value), location: placeOf(value), isCancelled: status === 'cancelled' }
    return { uid, sequence: version, changedAt: plannedAt, startsAt, endsAt, ...told }
  })
  const byTime = [...events].sort((a, b) => (`${a.startsAt}${a.uid}` < `${b.startsAt}${b.uid}` ? -1 : 1))
  return accept(calendarText(campus, byTime))
}
