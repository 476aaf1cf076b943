import type { EventContract } from '@tutelage/shared/contracts/define-event.ts'
import { tuitionPaid } from '@tutelage/shared/contracts/enrollment/events.ts'
import { instant } from '@tutelage/shared/kernel/instant.ts'
import { enrollmentBench } from './enrollment-bench.ts'

/** For tests: four weeks before the term's end of 31 May, and two weeks and a day after it, in Shanghai. */
export const censusNight = instant('2026-05-03T15:40:00Z')
/** For tests: after the cut-off, before the census closes. */
export const afterCutOff = instant('2026-06-14T22:00:00Z')
export const title = { 'zh-CN': '数学二', en: 'Maths 2' }

/** For tests: a class of three, and a class of the successor course in the next term. */
export async function termOfThree() {
  const at = await enrollmentBench()
  await at.put('/policies/prepayment', { mostMonths: 12, mostLessons: 200, earliestDaysBefore: 200 })
  const nextTerm = (await at.post('/terms', { title, startsOn: '2026-06-01', endsOn: '2026-08-31' })).body
  const next = await at.classGroup({ termId: nextTerm.termId, teacherId: 'stf_next', capacity: 20 })
  const course = { title, subject: 'Maths', level: 1, successorCourseId: next.courseId }
  const { courseId } = (await at.post('/courses', course)).body
  const price = { effectiveFrom: '2026-01-01', amountMinor: 20_000, perCentihours: 100 }
  await at.post(`/courses/${courseId}/list-prices`, price)
  const { classGroupId, termId } = await at.classGroup({ courseId })
  const li = await at.enrolled(classGroupId, 1)
  const wang = await at.enrolled(classGroupId, 2)
  const zhao = await at.enrolled(classGroupId, 3)
  let told = 0
  const tellNext = async <C extends EventContract>(contract: C) => {
    const events = at.eventsOf(contract)
    for (const event of events) {
      told += 1
      await at.deliver(contract, event.data, { eventId: event.meta.eventId, aggregateVersion: told })
    }
  }
  /** The n-th student agrees on hours in the next term and pays a part of the price. */
  const renew = async (studentId: string, permille = 1_000) => {
    const body = { studentId, classGroupId: next.classGroupId, centihours: 1_000 }
    const { enrollmentId } = (await at.post('/enrollments', body)).body
    await at.pay(enrollmentId, 200 * permille)
    await tellNext(tuitionPaid)
    return enrollmentId
  }
  const rate = async (path = `/class-groups/${classGroupId}`) => (await at.get(`${path}/renewals`)).body
  const census = async () => {
    at.clock.set(censusNight)
    await at.runDaily('take-census')
  }
  return { at, classGroupId, courseId, termId, next, li, wang, zhao, renew, rate, census, tellNext }
}
