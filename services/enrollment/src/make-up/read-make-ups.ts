import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/make-up-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { addMs, dayMs } from '@tutelage/shared/kernel/instant.ts'
import { loadMarksOf } from '../attendance/mark-store.ts'
import { listClassesOf, readClassGroups } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { loadEnrollment } from '../enrolling/enrollment-store.ts'
import { loadClassTimes } from '../timetable/agenda-store.ts'
import { loadLessons } from '../timetable/lesson-store.ts'
import { lessonView } from '../timetable/read-timetable.ts'
import { findStudentClash, guestTimes, type StudentClasses } from '../timetable/student-classes.ts'
import { loadStudentClasses } from '../timetable/student-classes-store.ts'
import { creditView, grants } from './credit-view.ts'
import { loadGuests } from './guest-store.ts'
import { checkHost, loadMakeUpStudent, spareSeats } from './host-lesson.ts'

/** How far ahead spare seats are looked for. */
const lookAheadMs = 28 * dayMs

/**
 * The credits of an enrollment, the earliest expiry first; as many as its missed lessons.
 * @throws NotFound of the enrollment
 * Rule: E9.
 */
export async function listMakeUpCredits(
  { params }: RequestOf<typeof contracts.listMakeUpCredits>,
  context: CampusContext,
) {
  await loadEnrollment(context, params.enrollmentId)
  const marks = (await loadMarksOf(context, params.enrollmentId)).map(({ value }) => value)
  const items = marks.filter(grants).map(creditView)
  return accept({ items: items.sort((a, b) => (a.expiresAt < b.expiresAt ? -1 : 1)) })
}

/** The lessons of some classes in the coming weeks that have a seat for this guest and are when the student has time. */
async function spareIn(context: CampusContext, classGroups: readonly ClassGroup[], student: StudentClasses) {
  const months = [0, 1].map((half) => {
    const startsAt = addMs(context.now, half * lookAheadMs)
    return { startsAt, endsAt: startsAt }
  })
  const classes = new Map(classGroups.map((each) => [each.classGroupId, each]))
  const own = student.classes.map(({ classGroupId }) => classGroupId)
  const [times, ownTimes] = await Promise.all([
    loadClassTimes(context, [...classes.keys()], months),
    loadClassTimes(context, own, months),
  ])
  const taken = [...ownTimes, ...guestTimes(student)]
  const until = addMs(context.now, lookAheadMs)
  const ahead = times
    .flatMap(({ busy }) => busy.filter(({ startsAt }) => context.now < startsAt && startsAt <= until))
    .filter((slot) => findStudentClash([slot], taken) === undefined)
  const ids: readonly Id<'lesson'>[] = [...new Set(ahead.map(({ lessonId }) => lessonId))]
  const [lessons, guests] = await Promise.all([loadLessons(context, ids), loadGuests(context, ids)])
  return lessons.flatMap(({ value }) => {
    const classGroup = classes.get(value.classGroupId)
    const spare = classGroup ? spareSeats(classGroup, guests[ids.indexOf(value.lessonId)]?.value ?? []) : 0
    return spare > 0 ? [{ lesson: lessonView(value), spareSeats: spare }] : []
  })
}

/**
 * Where an enrollment can make a lesson up in the coming four weeks, in classes that are not the student's and when they have time;
 * a page is one of classes, first those of its own course.
 * @returns the lessons with how many seats are spare, or refuses as `loadMakeUpStudent`
 * @throws NotFound of the enrollment
 * Rule: E9.
 */
export async function listSpareSeats(
  { params, query }: RequestOf<typeof contracts.listSpareSeats>,
  context: CampusContext,
) {
  const student = await loadMakeUpStudent(context, params.enrollmentId)
  if (!student.ok) return student
  const endsFrom = await campusToday(context)
  const { courseIds } = student.value
  const [courseId = student.value.account.courseId, ...followers] = courseIds
  const { classGroupIds, nextCursor } = await listClassesOf(context, { courseId, endsFrom }, query)
  const further = query.cursor === undefined ? followers : []
  const pages = await Promise.all(
    further.map((each) => listClassesOf(context, { courseId: each, endsFrom }, { limit: query.limit })),
  )
  const listed = [...classGroupIds, ...pages.flatMap((page) => page.classGroupIds)]
  const [own] = await loadStudentClasses(context, [student.value.account.studentId])
  if (!own) throw new Error('as many answers as questions')
  const ids = listed.filter((id) => !own.value.classes.some(({ classGroupId }) => classGroupId === id))
  const found = (await readClassGroups(context, ids)).map(({ value }) => value)
  const hosts = found.filter((host) => host.seatsLeft > 0 && checkHost(host, student.value).ok)
  const items = await spareIn(context, hosts, own.value)
  items.sort((a, b) => (a.lesson.startsAt < b.lesson.startsAt ? -1 : 1))
  return accept({ items, ...(nextCursor !== undefined && { nextCursor }) })
}
