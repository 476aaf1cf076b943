import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { courseCompleted } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { enrollmentOf, type HoursAccount } from '../lesson-hours/hours-account.ts'

/**
 * An account of a class whose last lesson was held, as that leaves it, and what tells of it, once.
 * @param completedAt when the last of the lessons ended; undefined: there are more to come, and nothing changes
 * @returns the account as it was when it is not active, or that of a guest
 * Rule: E6, domain §8 (CourseCompleted).
 */
export function completeCourse(
  context: CampusContext,
  stored: Stored<HoursAccount>,
  { classGroupId, completedAt }: Pick<HoursAccount, 'classGroupId'> & { readonly completedAt: Instant | undefined },
): { readonly account: Stored<HoursAccount>; readonly events: readonly NewEvent[] } {
  const { value, version } = stored
  if (!completedAt || value.state.status !== 'active' || value.classGroupId !== classGroupId) {
    return { account: stored, events: [] }
  }
  const { enrollmentId, termId } = value
  const { campusId } = context.campus
  const occurrence = { campusId, aggregateId: enrollmentId, aggregateVersion: version + 1 }
  const completed = { ...enrollmentOf(value), termId, completedAt }
  return {
    account: { value: { ...value, state: { status: 'completed', completedAt } }, version },
    events: [happened(courseCompleted, occurrence, completed)],
  }
}
