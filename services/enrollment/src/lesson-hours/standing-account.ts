import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { HoursAccount } from './hours-account.ts'
import { loadAccount } from './hours-account-store.ts'

/** More transfers in a row than this are a circle. */
const mostTransfers = 20

/**
 * The account of an enrollment, or of the one that goes on from it in another class.
 * @throws NotFound of the enrollment
 * Rule: E10.
 */
export async function loadStandingAccount(
  context: CampusContext,
  enrollmentId: Id<'enrollment'>,
): Promise<Stored<HoursAccount>> {
  let next = enrollmentId
  for (let step = 0; step <= mostTransfers; step += 1) {
    const account = await loadAccount(context, next)
    if (account.value.state.status !== 'transferred') return account
    next = account.value.state.toEnrollmentId
  }
  throw new Error('an enrollment is transferred in a circle')
}
