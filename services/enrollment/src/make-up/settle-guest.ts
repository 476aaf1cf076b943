import type { NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { MakeUpPolicy } from '@tutelage/shared/contracts/enrollment/make-up-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Mark } from '../attendance/mark.ts'
import { writeMark } from '../attendance/mark-store.ts'
import { useTold } from '../attendance/post-mark.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { type MakeUpCredit, reopened, usesCredit } from './make-up-credit.ts'

/** A guest's mark, the mark whose lesson is made up, and who pays. */
export interface GuestMark {
  readonly mark: Mark
  readonly missed: Stored<Mark>
  readonly account: Stored<HoursAccount>
}

/** The credit after its guest was marked: used by who came or stayed away without leave, else open again. */
function settled(credit: MakeUpCredit, { status, lessonId }: Mark, bySchool: Parameters<typeof reopened>[1]) {
  const { grantedAt, expiresAt } = credit
  if (usesCredit(status)) return { status: 'used', grantedAt, expiresAt, lessonId } as const
  return reopened(credit, status === 'cancelledBySchool' ? bySchool : undefined)
}

/**
 * What a guest's mark does to the credit, in the commit of the mark.
 * @throws Error when the missed lesson grants nothing: a defect
 * Rule: E9.
 */
export function settleGuest(
  context: CampusContext,
  { mark, missed, account }: GuestMark,
  policy: MakeUpPolicy,
): { readonly writes: readonly Write[]; readonly events: readonly NewEvent[] } {
  const { makeUp } = missed.value
  if (!makeUp) throw new Error('a guest makes up what grants it')
  const after = settled(makeUp, mark, { policy, now: context.now })
  const isUsedNow = after.status === 'used' && makeUp.status !== 'used'
  return {
    writes: [writeMark(context, { ...missed.value, makeUp: after }, missed.version)],
    events: isUsedNow ? useTold(context, account, mark) : [],
  }
}
