import { correctTeacherMark, getTeacherAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import {
  changeClassGroup,
  changeSuccessor,
  getClassGroup,
  getCourse,
} from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import {
  moveLesson,
  scheduleRecurrence,
  substituteTeacher,
} from '@tutelage/shared/contracts/enrollment/planning-routes.ts'
import { createRoom } from '@tutelage/shared/contracts/enrollment/rooms-routes.ts'
import { listRoomLessons } from '@tutelage/shared/contracts/enrollment/timetable-queries-routes.ts'
import { addMs, dayMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { type Actor, anyOf, type OpenClass, type Scene } from './cast.ts'

const as = 'campusManager'
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** A lesson has another teacher, room or time; or what a class lacks of lessons is planned week by week. */
async function planLesson({ client, cast, chance, cloud }: Scene, group: OpenClass): Promise<void> {
  const { campusId } = cast
  const lesson = group.lessons.findLast(({ startsAt }) => startsAt > cloud.clock.now())
  if (!lesson) return
  const params = { campusId, lessonId: lesson.lessonId }
  if (chance.happens(0.5)) {
    const teacherId = chance.pick(['stf_teacher-0', 'stf_substitute'])
    await client.call(substituteTeacher, { as, params, body: { teacherId } })
    return
  }
  const startsAt = addMs(cloud.clock.now(), (1 + chance.below(30)) * hourMs)
  const times = { startsAt, endsAt: addMs(startsAt, hourMs) }
  const room = chance.happens(0.5)
    ? await client.call(createRoom, { as, params: { campusId }, body: { name: 'A1', capacity: 9 } })
    : undefined
  const body = room ? { times, roomId: room.roomId } : { times }
  const moved = await client.call(moveLesson, { as, params, body })
  if (moved) group.lessons.splice(group.lessons.indexOf(lesson), 1, { ...lesson, startsAt })
  if (!room) return
  const query = {
    from: localDateOf(startsAt, 'Asia/Shanghai'),
    to: localDateOf(addMs(startsAt, dayMs), 'Asia/Shanghai'),
  }
  await client.call(listRoomLessons, { as, params: { campusId, roomId: room.roomId }, query })
}

/** What a class lacks of lessons is planned week by week. */
async function planWeeks({ client, cast, chance, cloud }: Scene, group: OpenClass): Promise<void> {
  const params = { campusId: cast.campusId, classGroupId: group.classGroupId }
  const weekly = [{ weekday: chance.pick(weekdays), from: '21:00', to: '22:00' }]
  const body = { weekly, from: localDateOf(cloud.clock.now(), 'Asia/Shanghai') }
  const planned = await client.call(scheduleRecurrence, { as, params, body })
  for (const { lessonId, startsAt } of planned?.lessons ?? []) group.lessons.push({ lessonId, startsAt })
}

/** A class gets another teacher, or a seat more or less. */
async function changeClass({ client, cast, chance }: Scene, { classGroupId }: OpenClass): Promise<void> {
  const params = { campusId: cast.campusId, classGroupId }
  const known = await client.call(getClassGroup, { as, params })
  if (!known) return
  const body = chance.happens(0.5)
    ? { teacherId: chance.pick(['stf_teacher-0', 'stf_substitute', 'stf_other']) }
    : { capacity: Math.max(1, known.capacity + (chance.happens(0.5) ? 1 : -1)) }
  await client.call(changeClassGroup, { as, params, body, ifMatch: known.version })
}

/** A course leads nowhere for a while, or to another again. */
async function changeNext({ client, cast, chance }: Scene, { courseId }: OpenClass): Promise<void> {
  const params = { campusId: cast.campusId, courseId }
  const known = await client.call(getCourse, { as, params })
  if (!known) return
  const other = anyOf(
    chance,
    cast.classes.filter((group) => group.courseId !== courseId),
  )
  const successorCourseId = known.successorCourseId || !other ? null : other.courseId
  await client.call(changeSuccessor, { as, params, body: { successorCourseId }, ifMatch: known.version })
}

/** The timetable and the catalogue change in the middle of everything. */
export const plan: Actor = async (scene) => {
  const { chance, cast } = scene
  const group = anyOf(chance, cast.classes)
  if (!group) return
  const what = chance.below(10)
  if (what < 5) await planLesson(scene, group)
  else if (what < 7) await planWeeks(scene, group)
  else if (what < 9) await changeClass(scene, group)
  else await changeNext(scene, group)
}

/** The mark of a teacher was wrong. */
export const correctTeacher: Actor = async ({ client, cast, chance, cloud }) => {
  const mark = anyOf(chance, cast.marked)
  const group = cast.classes.find(({ lessons }) => lessons.some(({ lessonId }) => lessonId === mark?.lessonId))
  if (!mark || !group) return
  const { teacherId } = group
  const params = { campusId: cast.campusId, lessonId: mark.lessonId }
  const body = { staffId: teacherId, status: chance.pick(['attended', 'late', 'absent'] as const) }
  await client.call(correctTeacherMark, { as, params, body })
  const month = cloud.clock.now().slice(0, 7)
  await client.call(getTeacherAttendance, { as, params: { campusId: cast.campusId, teacherId }, query: { month } })
}
