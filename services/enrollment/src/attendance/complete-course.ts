import { happened } from '@tutelage/shared/contracts/define-event.ts'
import { courseCompleted } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { enrollmentOf } from '../lesson-hours/hours-account.ts'
import type { Lesson } from '../timetable/lesson.ts'
import type { Touched } from './post-mark.ts'

/**
 * The enrollments of a class when its last lesson was held: each is told of once.
 * @param touched every account of the class, with what the same commit does to it; those of guests stay as they are
 * Rule: E6, domain §8 (CourseCompleted).
 */
export const completeCourse = (
  context: CampusContext,
  touched: readonly Touched[],
  { classGroupId, endsAt }: Pick<Lesson, 'classGroupId' | 'endsAt'>,
): readonly Touched[] =>
  touched.map((each) => {
    const { account, version, events } = each
    if (account.state.status !== 'active' || account.classGroupId !== classGroupId) return each
    const { enrollmentId, termId } = account
    const { campusId } = context.campus
    const occurrence = { campusId, aggregateId: enrollmentId, aggregateVersion: version + 1 }
    const completed = { ...enrollmentOf(account), termId, completedAt: endsAt }
    return {
      ...each,
      account: { ...account, state: { status: 'completed', completedAt: endsAt } },
      events: [...events, happened(courseCompleted, occurrence, completed)],
    }
  })
