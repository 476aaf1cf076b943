import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { findTerm } from '../catalogue/catalogue-store.ts'
import { loadHistory } from '../lesson-hours/hours-account-store.ts'
import type { FollowedEnrollment } from './judge-renewal.ts'

/**
 * An enrollment with its history in every class that its student had or has it in.
 * @throws NotFound when the campus has no such enrollment
 * Rule: E10, E14.
 */
export async function followEnrollment(
  context: CampusContext,
  enrollmentId: Id<'enrollment'>,
): Promise<FollowedEnrollment> {
  const [asked, { timeZone }] = await Promise.all([loadHistory(context, enrollmentId), loadCampus(context)])
  const histories = [asked]
  for (let from = asked.enrollment.fromEnrollmentId; from; ) {
    const earlier = await loadHistory(context, from)
    histories.unshift(earlier)
    from = earlier.enrollment.fromEnrollmentId
  }
  let standing = asked.account
  while (standing.state.status === 'transferred') {
    const next = await loadHistory(context, standing.state.toEnrollmentId)
    histories.push(next)
    standing = next.account
  }
  const termIds = [...new Set(histories.map(({ enrollment }) => enrollment.termId))]
  const terms = await Promise.all(termIds.map((termId) => findTerm(context, termId)))
  const startOf = (termId: Id<'term'>) => terms.find((term) => term?.termId === termId)?.startsOn
  const stretches = histories.map((each) => ({ ...each, termStartsOn: startOf(each.enrollment.termId) }))
  return { stretches, standing, timeZone }
}
