import {
  bookTrial,
  listTrialBookings,
  listTrialLessons,
  markTrialAttendance,
  scheduleTrialLesson,
} from '@tutelage/shared/contracts/leads/trials-routes.ts'
import { addMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { operation, type RouteOperation } from '../operation.ts'
import { staffIdOf } from '../request.ts'
import type { School } from '../school.ts'

const as = 'consultant'

function trial({ campusId, now }: School) {
  const lesson = { startsAt: addMs(now, hourMs), capacity: 5, subject: 'mathematics', kind: 'own' as const }
  return { as, params: { campusId }, body: { ...lesson, teacherId: staffIdOf(campusId, 'teacher') } } as const
}

/** A trial lesson of the campus's teacher. */
async function offer(school: School) {
  const { trialLessonId } = await school.call(scheduleTrialLesson, trial(school))
  return { campusId: school.campusId, trialLessonId }
}

const seat = async (school: School) =>
  ({ as, params: await offer(school), body: { leadId: school.here.prospect.leadId } }) as const

/** The prospect has a seat in a trial lesson. */
export const takeSeat = async (school: School) => school.call(bookTrial, await seat(school))

export const trialOperations: readonly RouteOperation[] = [
  operation(scheduleTrialLesson, trial),
  operation(listTrialLessons, async (school) => {
    await offer(school)
    return { as, params: { campusId: school.campusId } }
  }),
  operation(listTrialBookings, async (school) => {
    const { trialLessonId } = await takeSeat(school)
    return { as, params: { campusId: school.campusId, trialLessonId } }
  }),
  operation(bookTrial, seat),
  operation(markTrialAttendance, async (school) => {
    const { trialBookingId } = await takeSeat(school)
    school.wait(2 * hourMs)
    return { as: 'teacher', params: { campusId: school.campusId, trialBookingId }, body: { attended: true } }
  }),
]
