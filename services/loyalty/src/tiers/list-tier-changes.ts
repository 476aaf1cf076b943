import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { listTierChanges as contract } from '@tutelage/shared/contracts/loyalty/tier-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { readMember } from '../membership/member-store.ts'
import { tierChangePage } from './tier-store.ts'

/** Each move of a member on the ladder and why. @throws NotFound of `member` */
export async function listTierChanges({ params, query }: RequestOf<typeof contract>, context: CampusContext) {
  if (!(await readMember(context, params.memberId))) throw new NotFound('member')
  return accept(await tierChangePage(context, params.memberId, query))
}
