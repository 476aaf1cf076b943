import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import { findSeats } from '../enrolling/enrollment-store.ts'
import { loadAccounts } from '../lesson-hours/hours-account-store.ts'
import { findCensus, loadCountedUnder } from '../renewal/census-store.ts'

/** Some classes of a student. */
interface Seats {
  readonly studentId: StudentId
  /** All ids of the student, under any of which they may have been counted: see `studentIdsOf`. */
  readonly studentIds: readonly StudentId[]
  readonly classGroupIds: readonly Id<'classGroup'>[]
  /** A term after which the student is known not to have renewed. */
  readonly termId?: Id<'term'>
}

/**
 * Whether the seats in some classes make a student: while there are lessons to come in one of them, or its course is completed and
 * nobody knows yet whether they renew. Who renewed is one by the later enrollment, as long as that lasts.
 * Rule: E11, E14.
 */
export async function isStillStudent(
  context: CampusContext,
  { studentId, studentIds, classGroupIds, termId }: Seats,
): Promise<boolean> {
  if (classGroupIds.length === 0) return false
  const seats = await findSeats(context, classGroupIds, studentId)
  const accounts = await loadAccounts(
    context,
    seats.map(({ enrollmentId }) => enrollmentId),
  )
  if (accounts.some(({ value }) => value.state.status === 'active')) return true
  const counted = await loadCountedUnder(context, studentIds)
  const that = (status: 'lapsed' | 'renewed') => counted.filter(({ value }) => value.outcome.status === status)
  const lapsed = new Set([...that('lapsed').map(({ value }) => value.termId), termId])
  const renewed = new Set(that('renewed').map(({ value }) => value.enrollmentId))
  const open = accounts.filter(({ value: { state, enrollmentId, termId } }) => {
    return state.status === 'completed' && !lapsed.has(termId) && !renewed.has(enrollmentId)
  })
  const asked = new Set(counted.map(({ value }) => value.termId))
  if (open.some(({ value }) => asked.has(value.termId))) return true
  // A census that was taken counts nobody who joined since.
  const taken = await Promise.all(open.map(({ value }) => findCensus(context, value.termId)))
  return taken.some((census) => census === undefined)
}
