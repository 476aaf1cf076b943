import { correctAttendance, markAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import {
  bookMakeUp,
  cancelMakeUp,
  listMakeUpCredits,
  listSpareSeats,
} from '@tutelage/shared/contracts/enrollment/make-up-routes.ts'
import { getLesson } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import { previewTransfer, transferStudent } from '@tutelage/shared/contracts/enrollment/transfer-routes.ts'
import { dayMs, epochMs, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { type Actor, anyOf, type OpenClass, type Scene, type Seat } from './cast.ts'
import { passTime } from './infrastructure.ts'

const as = 'learningManager'

/** A student goes on in another class, at the difference that the family was shown. */
export const changeClass: Actor = async ({ client, cast, chance }) => {
  const [seat, group] = [anyOf(chance, cast.seats), anyOf(chance, cast.classes)]
  if (!seat || !group) return
  const params = { campusId: cast.campusId, enrollmentId: seat.enrollmentId }
  const to = { toClassGroupId: group.classGroupId }
  const preview = await client.call(previewTransfer, { as, params, body: to })
  if (!preview) return
  const { differenceMinor } = preview
  const moved = await client.call(transferStudent, { as, params, body: { ...to, differenceMinor } })
  if (!moved) return
  const { enrollmentId, classGroupId, priceMinor = seat.priceMinor } = moved
  cast.seats.push({ ...seat, enrollmentId, classGroupId, priceMinor })
}

type MissedSeat = Scene & { readonly seat: Seat; readonly group: OpenClass }

/** The student asks for leave from a lesson that has begun, or did so before. */
async function takeLeave({ client, cast, cloud, seat, group }: MissedSeat): Promise<void> {
  const lesson = group.lessons.findLast(({ startsAt }) => startsAt <= cloud.clock.now())
  if (!lesson) return
  const { campusId } = cast
  const { studentId } = seat
  const params = { campusId, lessonId: lesson.lessonId }
  const teacher = { staffId: group.teacherId, status: 'attended' as const }
  const marks = [{ studentId, status: 'leave' as const }]
  const marked = await client.call(markAttendance, { as, params, body: { marks, teacher } })
  if (marked) cast.marked.push({ lessonId: lesson.lessonId, studentId })
  else await client.call(correctAttendance, { as, params: { ...params, studentId }, body: { status: 'leave' } })
}

/** The longest that anybody waits for a lesson. */
const patienceMs = 3 * dayMs

/** A guest waits for the lesson that was booked and comes to it; or the booking is called off. */
async function attendMakeUp({ client, cast, chance, cloud, seat }: MissedSeat, lessonId: string): Promise<void> {
  const { campusId } = cast
  if (chance.happens(0.3)) {
    const params = { campusId, enrollmentId: seat.enrollmentId, lessonId }
    await client.call(cancelMakeUp, { as, params, body: {} })
    return
  }
  const lesson = await client.call(getLesson, { as, params: { campusId, lessonId } })
  const waitMs = lesson ? epochMs(lesson.startsAt) - epochMs(cloud.clock.now()) : patienceMs
  if (waitMs > 0 && waitMs < patienceMs) passTime(cloud, waitMs + minuteMs)
  const status = chance.pick(['makeUp', 'makeUp', 'absent', 'leave'] as const)
  const marks = [{ studentId: seat.studentId, status }]
  const teacher = lesson?.status === 'scheduled' && { staffId: lesson.teacherId, status: 'attended' as const }
  const body = { marks, ...(teacher && { teacher }) }
  await client.call(markAttendance, { as, params: { campusId, lessonId }, body })
}

/** A student with a credit books a lesson of another class, and comes to it or not; one without misses a lesson first. */
async function useCredit(scene: MissedSeat): Promise<void> {
  const { client, cast, seat } = scene
  const params = { campusId: cast.campusId, enrollmentId: seat.enrollmentId }
  const credits = await client.call(listMakeUpCredits, { as, params })
  const booked = credits?.items.find(({ status }) => status === 'booked')
  if (booked?.lessonId) return attendMakeUp(scene, booked.lessonId)
  if (!credits?.items.some(({ status }) => status === 'open')) return takeLeave(scene)
  const spare = await client.call(listSpareSeats, { as, params })
  const [choice] = (spare?.items ?? []).toSorted((a, b) => (a.lesson.startsAt < b.lesson.startsAt ? -1 : 1))
  if (choice) await client.call(bookMakeUp, { as, params, body: { lessonId: choice.lesson.lessonId } })
}

/** A missed lesson is made up in another class, or that is called off. */
export const makeUp: Actor = async (scene) => {
  const { cast, chance } = scene
  const seat = anyOf(chance, cast.seats)
  const group = cast.classes.find(({ classGroupId }) => classGroupId === seat?.classGroupId)
  if (!seat || !group) return
  for (let step = 0; step < 3; step += 1) await useCredit({ ...scene, seat, group })
}
