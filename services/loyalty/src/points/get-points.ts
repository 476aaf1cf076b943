import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { getPoints as contract } from '@tutelage/shared/contracts/loyalty/points-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { readMember } from '../membership/member-store.ts'
import { statementOf } from './points-statement.ts'
import { readPointsEntries } from './points-store.ts'

/** A member's points now or as of a moment, explained. @throws NotFound of `member` */
export async function getPoints({ params, query }: RequestOf<typeof contract>, context: CampusContext) {
  const { memberId } = params
  if (!(await readMember(context, memberId))) throw new NotFound('member')
  const { asOf = context.now, recordedBy } = query
  const bounds = { ...(query.asOf && { happenedBy: asOf }), ...(recordedBy && { recordedBy }) }
  const entries = await readPointsEntries(context, memberId)
  return accept({ memberId, asOf, ...statementOf(entries, bounds, asOf) })
}
