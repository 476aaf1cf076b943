import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import enrollment from '../../service.ts'
import { enrollmentBench } from './enrollment-bench.ts'

/** For tests: the hours of each weekday at which the teacher may be booked. */
export const openEvening = [{ from: '18:00', to: '22:00' }]

/** For tests: what a teacher sets who is there on weekday evenings. */
export const openHours = {
  weekly: {
    ...{ mon: openEvening, tue: openEvening, wed: openEvening, thu: openEvening, fri: openEvening },
    ...{ sat: [], sun: [] },
  },
  exceptions: [],
}

/** For tests: the two days after the Monday. */
export const freeDays = 'from=2026-03-03&to=2026-03-04'

/** For tests: a paid student in a one-to-one class, whose teacher is there on weekday evenings; it is Monday morning. */
export async function oneToOneScene(paidMinor?: number) {
  const at = await enrollmentBench()
  await at.put('/teachers/stf_teacher/open-hours', openHours)
  const { classGroupId } = await at.classGroup({ kind: 'oneToOne', capacity: 1 })
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1, paidMinor === undefined ? {} : { paidMinor })
  const api = httpHandler(enrollment, at.ports, { checkReplies: true })
  let keys = 0
  return {
    at,
    classGroupId,
    studentId,
    enrollmentId,
    book: (startsAt: string, by = enrollmentId) => at.post(`/enrollments/${by}/bookings`, { startsAt }),
    shown: async () => (await at.get(`/enrollments/${enrollmentId}/free-slots?${freeDays}`)).body,
    cancel: (lessonId: string) => at.post(`/lessons/${lessonId}/booking-cancellations`, undefined),
    /** The path of the family's booking link. */
    async link(): Promise<string> {
      const { body } = await at.post(`/enrollments/${enrollmentId}/booking-links`, undefined)
      return body.url.slice(body.url.indexOf('/bookings/'))
    },
    /** A family asks without signing in. */
    asFamily(method: 'GET' | 'POST', rest: string, body?: unknown) {
      keys += 1
      const headers = { 'idempotency-key': `family-${keys}` }
      return ask(api, { method, path: `/enrollment/campuses/${testCampusId}${rest}`, body, headers })
    },
    /** The family gives the seat up, with all its money back, and the second one takes it. */
    async nextFamily() {
      const leaves = { why: { kind: 'loss', reason: 'needGone' }, refundMinor: 400_000 }
      await at.post(`/enrollments/${enrollmentId}/termination`, leaves)
      return at.enrolled(classGroupId, 2)
    },
  }
}
