import { createClassGroup } from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { scheduleLessons } from '@tutelage/shared/contracts/enrollment/timetable-routes.ts'
import type { CampusId } from '@tutelage/shared/kernel/ids.ts'
import { addMs, hourMs, type Instant } from '@tutelage/shared/kernel/instant.ts'
import type { OpenClass } from './cast.ts'
import type { Client } from './client.ts'

const as = 'principal'

/** A class that is to be opened. */
export interface Wanted extends Pick<OpenClass, 'courseId' | 'termId' | 'teacherId'> {
  readonly kind?: OpenClass['kind']
  readonly lessonCount: number
  readonly capacity: number
  /** The others follow every five hours; of one-to-one lessons none is planned ahead. */
  readonly firstAt: Instant
}

/** Opens a class with its lessons; undefined when somebody is busy, or no answer came. */
export async function openClass(
  client: Client,
  campusId: CampusId,
  { courseId, termId, teacherId, kind = 'regular', lessonCount, capacity, firstAt }: Wanted,
): Promise<OpenClass | undefined> {
  const group = {
    ...{ title: { 'zh-CN': 'Weekend class', en: 'Weekend class' }, courseId, termId, kind, capacity, lessonCount },
    ...{ teacherId, centihoursPerLesson: 200, teacherRateMinor: 15_000 },
  }
  const opened = await client.call(createClassGroup, { as, params: { campusId }, body: group })
  if (!opened) return undefined
  const { classGroupId } = opened
  const isSmall = kind === 'regular' && capacity === 1
  const empty = { classGroupId, courseId, termId, teacherId, kind, isSmall, lessons: [] }
  if (kind === 'oneToOne') return empty
  const lessons = Array.from({ length: lessonCount }, (_, at) => {
    const startsAt = addMs(firstAt, at * 5 * hourMs)
    return { startsAt, endsAt: addMs(startsAt, hourMs) }
  })
  const scheduled = await client.call(scheduleLessons, { as, params: { campusId, classGroupId }, body: { lessons } })
  if (!scheduled) return undefined
  return { ...empty, lessons: scheduled.lessons.map(({ lessonId, startsAt }) => ({ lessonId, startsAt })) }
}
