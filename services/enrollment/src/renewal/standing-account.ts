import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { loadAccount } from '../lesson-hours/hours-account-store.ts'
import { type CountedStudent, endBy } from './renewal.ts'

/**
 * The account of an enrollment as it stands now: whoever left it for another class goes on there. Transfers may be told in any order.
 * @throws NotFound when the campus has no such enrollment
 * Rule: E10.
 */
export async function standingAccount(context: CampusContext, enrollmentId: Id<'enrollment'>): Promise<HoursAccount> {
  const { value: account } = await loadAccount(context, enrollmentId)
  const { state } = account
  return state.status === 'transferred' ? standingAccount(context, state.toEnrollmentId) : account
}

/** How an account that is terminated by now ends what its student was counted for; told before or after the student was. Rule: E14. */
export async function endFound(
  context: CampusContext,
  { enrollmentId, state }: HoursAccount,
): Promise<(student: CountedStudent) => CountedStudent> {
  if (state.status !== 'terminated') return (student) => student
  const { timeZone } = await loadCampus(context)
  const { terminatedAt: at, why } = state
  const ended = { enrollmentId, isNatural: why.kind === 'naturalEnd', at, on: localDateOf(at, timeZone) }
  return (student) => endBy(student, ended)
}
