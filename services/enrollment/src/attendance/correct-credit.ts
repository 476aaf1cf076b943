import type { AttendanceStatus } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { MakeUpPolicy } from '@tutelage/shared/contracts/enrollment/make-up-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { isNoGuestStatus, usesCredit } from '../make-up/make-up-credit.ts'
import { releaseGuest } from '../make-up/release-guests.ts'
import { settleGuest } from '../make-up/settle-guest.ts'
import type { Mark } from './mark.ts'
import { creditTold } from './post-mark.ts'

/** A mark, and of a guest the one whose lesson is made up. */
interface Corrected {
  readonly before: Stored<Mark>
  readonly missed: Stored<Mark> | undefined
}

/**
 * Whether the credits allow a correction.
 * @returns refuses `makeUpUsed` with the lesson that must be corrected first, for what was made up is not undone; for guests
 * `guestNotMakeUp`, and `creditNotOpen` when the credit that they had back is used elsewhere or has expired
 * Rule: E7, E9.
 */
export function checkCredit(
  { before, missed }: Corrected,
  status: AttendanceStatus,
): Decision<null, 'makeUpUsed' | 'guestNotMakeUp' | 'creditNotOpen'> {
  const { makeUp, studentId } = before.value
  if (makeUp?.status === 'used') return refuse('makeUpUsed', { lessonId: makeUp.lessonId })
  if (!missed) return accept(null)
  if (isNoGuestStatus(status)) return refuse('guestNotMakeUp', { studentIds: [studentId] })
  const isNeeded = usesCredit(status) && !usesCredit(before.value.status)
  const credit = missed.value.makeUp?.status
  return isNeeded && credit !== 'open' ? refuse('creditNotOpen', { ...(credit && { credit }) }) : accept(null)
}

/**
 * What a correction does to credits, in its commit: a guest's credit is used or open again; a credit that is granted no more
 * gives up the seat that was booked with it.
 * Rule: E7, E9.
 */
export async function followCredit(
  context: CampusContext,
  { before, missed, account, after }: Corrected & { readonly account: Stored<HoursAccount>; readonly after: Mark },
  policy: MakeUpPolicy,
) {
  if (missed) {
    const isSame = usesCredit(before.value.status) === usesCredit(after.status)
    return isSame ? { writes: [], events: [] } : settleGuest(context, { mark: after, missed, account }, policy)
  }
  const credit = before.value.makeUp
  const isGranted = after.makeUp?.status === 'open' && after.makeUp !== credit
  if (isGranted) return { writes: [], events: creditTold(context, account, after) }
  const givesUp = credit?.status === 'booked' && after.makeUp?.status === 'takenBack'
  return { writes: givesUp ? await releaseGuest(context, credit.lessonId, before.value) : [], events: [] }
}
