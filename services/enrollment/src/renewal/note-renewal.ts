import type { EventOf } from '@tutelage/shared/contracts/define-event.ts'
import type {
  classTransferred,
  enrollmentTerminated,
  tuitionPaid,
  tuitionRefunded,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import { studentIdsOf } from '../students/student-store.ts'
import { loadCountedUnder } from './census-store.ts'
import { type Changed, changeCounted } from './change-counted.ts'
import { followEnrollment } from './follow-enrollment.ts'
import { type FollowedEnrollment, judgeBy } from './judge-renewal.ts'
import type { CountedStudent } from './renewal.ts'
import { settleRenewal } from './settle-renewal.ts'
import { tellRenewals } from './tell-renewals.ts'

/** What an enrollment makes of one counted student; whose renewal it undid may have another, and so may who ended. */
async function judged(
  context: CampusContext,
  before: Stored<CountedStudent>,
  known: { readonly studentIds: readonly StudentId[]; readonly judged: FollowedEnrollment },
): Promise<Changed> {
  const after = judgeBy(before.value, known.judged)
  const [was, is] = [before.value.outcome.status, after.outcome.status]
  const mayHaveRenewed = (was === 'renewed' && is === 'open') || (was !== is && is === 'naturalEnd')
  return { before, after: mayHaveRenewed ? await settleRenewal(context, after, known) : after }
}

/**
 * An enrollment was paid, given back, transferred or ended: everything that its student was counted for is judged anew by how it stands, in
 * one commit with what is told of it. So events may be told in any order.
 * Rule: E10, E14.
 */
export async function noteRenewal(
  {
    data,
  }: EventOf<typeof tuitionPaid | typeof tuitionRefunded | typeof classTransferred | typeof enrollmentTerminated>,
  context: CampusContext,
) {
  const { enrollmentId, studentId } = data
  // Paid for a year plan, or given back by one: its classes are told of as the student joins them, and end with it.
  if (!enrollmentId) return accept(null)
  const studentIds = await studentIdsOf(context, studentId)
  const counted = await loadCountedUnder(context, studentIds)
  if (counted.length === 0) return accept(null)
  const known = { studentIds, judged: await followEnrollment(context, enrollmentId) }
  const changes = await Promise.all(counted.map((before) => judged(context, before, known)))
  const told = tellRenewals(context, changes)
  const events = told.flatMap((each) => each.events)
  return accept(await context.commit({ writes: changeCounted(context, told), events, answer: null }))
}
