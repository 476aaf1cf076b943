import { correctAttendance, markAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import { recordGrade } from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import { cancelLesson } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { type Actor, anyEnrolled, anyOf, type Scene } from './cast.ts'

const as = 'campusManager'
const statuses = ['attended', 'attended', 'attended', 'absent', 'absent', 'late', 'leave', 'cancelledBySchool'] as const

/** A lesson that has begun, if there is one: any of them, the latest more often. */
function begunLesson({ cast, chance, cloud }: Scene) {
  const group = anyOf(chance, cast.classes)
  const begun = (group?.lessons ?? []).filter(({ startsAt }) => startsAt <= cloud.clock.now())
  const lesson = chance.happens(0.5) ? begun.at(-1) : anyOf(chance, begun)
  return group && lesson && { group, lesson }
}

/** The class sheet of a lesson: all who sit in the class, or some of them. */
export const takeSheet: Actor = async (scene) => {
  const { client, cast, chance } = scene
  const found = begunLesson(scene)
  if (!found) return
  const { classGroupId, teacherId } = found.group
  const { lessonId } = found.lesson
  const students = new Set(
    cast.seats.filter((seat) => seat.classGroupId === classGroupId).map((seat) => seat.studentId),
  )
  const marks = [...students]
    .filter(() => chance.happens(0.8))
    .map((studentId) => ({ studentId, status: chance.pick(statuses) }))
  if (marks.length === 0) return
  const teacher = { staffId: teacherId, status: chance.pick(['attended', 'attended', 'late', 'absent'] as const) }
  const body = chance.happens(0.7) ? { marks, teacher } : { marks }
  const reply = await client.call(markAttendance, { as, params: { campusId: cast.campusId, lessonId }, body })
  if (reply) cast.marked.push(...marks.map(({ studentId }) => ({ lessonId, studentId })))
}

/** A mark was wrong. */
export const correctMark: Actor = async ({ client, cast, chance }) => {
  const mark = anyOf(chance, cast.marked)
  if (!mark) return
  const params = { campusId: cast.campusId, ...mark }
  await client.call(correctAttendance, { as, params, body: { status: chance.pick(statuses) } })
}

/** A lesson is taken off the timetable, unless it was held. */
export const callOff: Actor = async ({ client, cast, chance }) => {
  const lesson = anyOf(chance, cast.classes)?.lessons.at(-1)
  if (!lesson) return
  const params = { campusId: cast.campusId, lessonId: lesson.lessonId }
  await client.call(cancelLesson, { as, params, body: { reason: 'holiday' } })
}

/** An exam's score comes in, now and then a low one. */
export const gradeExam: Actor = async (scene) => {
  const family = anyEnrolled(scene)
  if (!family) return
  const { client, cast, chance, cloud } = scene
  const body = {
    ...{ subject: 'mathematics', heldOn: localDateOf(cloud.clock.now(), 'Asia/Shanghai'), fullMarksHundredths: 10_000 },
    ...{ examName: 'monthly', scoreHundredths: chance.pick([9_500, 8_800, 3_200]) },
  }
  const params = { campusId: cast.campusId, studentId: family.studentId }
  await client.call(recordGrade, { as, params, body })
}
