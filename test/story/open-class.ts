import {
  addListPrice,
  createClassGroup,
  createCourse,
  createTerm,
} from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { scheduleLessons } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import { dayMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import type { Stage } from './cast.ts'

const as = 'campusManager'
export const titled = (chinese: string, english: string) => ({ 'zh-CN': chinese, en: english })
const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** A class that is to be opened, with a course and a term of its own. */
export interface Wanted {
  readonly title: ReturnType<typeof titled>
  readonly teacherId: string
  /** For an hour. */
  readonly priceMinor: number
  readonly lessonCount: number
  /** Days from today on; the first lesson is a day after the term began. */
  readonly term: { readonly from: number; readonly until: number }
  /** Later in the day than the others, so that a student may sit in both. */
  readonly hoursLater: number
  readonly successorCourseId?: string
}

/** A course with a price, a term and a class, with a lesson on each of the days that follow. */
export async function openClass({ world, campusId }: Stage, wanted: Wanted) {
  const { title, teacherId, priceMinor, lessonCount, term, hoursLater, successorCourseId } = wanted
  const params = { campusId }
  const today = await world.now()
  const day = (days: number): Date => new Date(today.getTime() + days * dayMs)
  const course = { title, subject: '数学', level: 8, ...(successorCourseId && { successorCourseId }) }
  const { courseId } = await world.call(createCourse, { as, params, body: course })
  const dates = { startsOn: dayOf(day(term.from)), endsOn: dayOf(day(term.until)) }
  const { termId } = await world.call(createTerm, {
    as,
    params,
    body: { title: titled('本期', 'This term'), ...dates },
  })
  const price = { effectiveFrom: dayOf(day(-1)), amountMinor: priceMinor, perCentihours: 100 }
  await world.call(addListPrice, { as, params: { campusId, courseId }, body: price })
  const group = {
    ...{ title, courseId, termId, kind: 'regular' as const, teacherId, capacity: 20, lessonCount },
    ...{ centihoursPerLesson: 200, teacherRateMinor: 15_000 },
    preparationNotes: titled('请带圆规', 'Please bring compasses'),
  }
  const { classGroupId } = await world.call(createClassGroup, { as, params, body: group })
  const lessons = Array.from({ length: lessonCount }, (_, at) => {
    const startsAt = new Date(day(term.from + at + 1).getTime() + hoursLater * hourMs)
    return { startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + hourMs).toISOString() }
  })
  const scheduled = await world.call(scheduleLessons, { as, params: { campusId, classGroupId }, body: { lessons } })
  return { classGroupId, courseId, termId, lessonIds: scheduled.lessons.map(({ lessonId }) => lessonId) }
}
