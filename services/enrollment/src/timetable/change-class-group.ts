import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { changeClassGroup as contract } from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { teacherChanged } from '@tutelage/shared/contracts/enrollment/events.ts'
import { checkIfMatch } from '@tutelage/shared/contracts/if-match.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { addMs } from '@tutelage/shared/kernel/instant.ts'
import { readClassGroup, writeClassGroup } from '../catalogue/catalogue-store.ts'
import { type ClassGroup, checkSeats } from '../catalogue/class-group.ts'
import { checkRoom } from '../catalogue/room-store.ts'
import { offerSeats } from '../enrolling/offer-seat.ts'
import { loadBusy } from './agenda-store.ts'
import { horizonMs } from './join-timetable.ts'
import { checkOpen, type Lesson } from './lesson.ts'
import { loadLessons, writeLesson } from './lesson-store.ts'
import { type LessonPlan, planLessons } from './plan-lessons.ts'
import { loadProgress } from './progress-store.ts'
import { fitting, scheduled } from './schedule-lessons.ts'

/** A lesson to come as its class is now: with its teacher unless another stands in, in its room unless it has its own. */
function following(lesson: Lesson, { teacherId, roomId }: ClassGroup, plannedAt: Lesson['plannedAt']): Lesson {
  const stoodIn = lesson.substituteFor !== undefined && lesson.teacherId !== teacherId
  const whose = stoodIn ? { substituteFor: teacherId } : { teacherId, substituteFor: undefined }
  return { ...lesson, ...whose, ...(lesson.hasOwnRoom ? {} : { roomId }), plannedAt }
}

const differs = (a: Lesson, b: Lesson): boolean =>
  a.teacherId !== b.teacherId || a.roomId !== b.roomId || a.substituteFor !== b.substituteFor

/** The lessons to come that are not yet as their class is, before and after, by time. */
async function followers(context: CampusContext, classGroup: ClassGroup) {
  const owner = { kind: 'classGroup' as const, id: classGroup.classGroupId }
  const busy = await loadBusy(context, owner, { startsAt: context.now, endsAt: addMs(context.now, horizonMs) })
  const lessons = await loadLessons(
    context,
    busy.filter(({ startsAt }) => startsAt > context.now).map(({ lessonId }) => lessonId),
  )
  return lessons
    .filter(({ value }) => checkOpen(value).ok)
    .map(({ value, version }) => ({ before: value, after: following(value, classGroup, context.now), version }))
    .filter(({ before, after }) => differs(before, after))
}

type Follower = Awaited<ReturnType<typeof followers>>[number]

const planOf = (of: Pick<LessonPlan, 'classGroup' | 'progress'>, lessons: readonly Follower[]): LessonPlan => ({
  ...of,
  leaving: lessons.map(({ before }) => before),
  coming: lessons.map(({ after }) => after),
})

/**
 * As many of them as one transaction takes; all are looked at first, so that none of the others is refused later.
 * @param offers how many items the transaction writes for families that waited
 */
async function follow(context: CampusContext, classGroup: Stored<ClassGroup>, offers: number) {
  const all = await followers(context, classGroup.value)
  const progress = await loadProgress(context, classGroup.value.classGroupId)
  const whole = planOf({ classGroup, progress }, all)
  const { leaving, coming } = whole
  const fits = fitting(coming, leaving, offers)
  if (fits < all.length) {
    const looked = await planLessons(context, whole)
    if (!looked.ok) return looked
  }
  const part = all.slice(0, fits)
  const planned = await planLessons(context, planOf(whole, part))
  if (!planned.ok) return planned
  return accept({
    writes: [...part.map(({ after, version }) => writeLesson(context, after, version)), ...planned.value.writes],
    events: part.map(({ after, version }) => scheduled(context, after, version + 1)),
    lessonsChanged: part.length,
    lessonsLeft: all.length - part.length,
  })
}

/** The class with so many seats: those that are free are kept for those who wait, as far as there are some. */
async function withCapacity(context: CampusContext, classGroup: ClassGroup, capacity: number) {
  if (capacity === classGroup.capacity) return { classGroup, offers: { writes: [], events: [] } }
  const { seatsTaken, waiting } = classGroup
  const larger = { ...classGroup, capacity, seatsLeft: capacity - seatsTaken }
  const { kept, writes, events } = await offerSeats(context, larger)
  const seats = { seatsTaken: seatsTaken + kept, seatsLeft: larger.seatsLeft - kept }
  return {
    classGroup: { ...larger, ...seats, ...(waiting && { waiting: waiting - kept }) },
    offers: { writes, events },
  }
}

function changed(context: CampusContext, before: ClassGroup, after: ClassGroup, version: number): readonly NewEvent[] {
  const { classGroupId, courseId, termId, teacherId } = after
  if (before.teacherId === teacherId) return []
  const occurrence = { campusId: context.campus.campusId, aggregateId: classGroupId, aggregateVersion: version }
  const previousTeacherId = before.teacherId
  return [happened(teacherChanged, occurrence, { classGroupId, courseId, termId, previousTeacherId, teacherId })]
}

/**
 * Gives a class another teacher, room or capacity; its lessons to come follow, and seats that it gains are offered to those who wait.
 * @returns the class group, with how many lessons changed and how many are left for the same request again; or refuses
 * `seatsTaken` for a capacity below them, and as `checkIfMatch`, `checkSeats`, `checkRoom` and `planLessons`
 * @throws NotFound of the class group
 * Rule: E1, E2, E3.
 */
export async function changeClassGroup({ params, body, ifMatch }: RequestOf<typeof contract>, context: CampusContext) {
  const stored = await readClassGroup(context, params.classGroupId)
  const refused = checkIfMatch(ifMatch, stored.version)
  if (refused) return refused
  const { roomId: oldRoom, ...before } = stored.value
  const roomId = body.roomId === undefined ? oldRoom : (body.roomId ?? undefined)
  const { teacherId = before.teacherId, capacity = before.capacity } = body
  if (capacity < before.seatsTaken) return refuse('seatsTaken', { seatsTaken: before.seatsTaken })
  const seats = checkSeats(before, capacity)
  if (!seats.ok) return seats
  const room = await checkRoom(context, roomId, capacity)
  if (!room.ok) return room
  const since = teacherId !== before.teacherId && { teacherSince: context.now }
  const wanted = { ...before, teacherId, ...since, ...(roomId && { roomId }) }
  const { classGroup: after, offers } = await withCapacity(context, wanted, capacity)
  const lessons = await follow(context, { value: after, version: stored.version }, offers.writes.length)
  if (!lessons.ok) return lessons
  const { writes, events, lessonsChanged, lessonsLeft } = lessons.value
  const version = stored.version + 1
  return accept(
    await context.commit({
      writes: [writeClassGroup(context, after, stored.version), ...offers.writes, ...writes],
      events: [...changed(context, before, after, version), ...offers.events, ...events],
      answer: { ...after, version, lessonsChanged, lessonsLeft },
    }),
  )
}
