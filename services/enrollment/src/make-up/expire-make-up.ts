import { happened } from '@tutelage/shared/contracts/define-event.ts'
import { makeUpCreditExpired } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { findMarkAt, writeMark } from '../attendance/mark-store.ts'
import { enrollmentOf } from '../lesson-hours/hours-account.ts'
import { loadAccount, writeAccount } from '../lesson-hours/hours-account-store.ts'

/**
 * What was not made up in time cannot be any more. The account is written as it is: its version is that of the enrollment's events.
 * @param key of the mark's item, from the due index, which may be behind
 * @returns whether it expired now
 * Rule: E9.
 */
export async function expireMakeUp(key: ItemKey, context: CampusContext) {
  const stored = await findMarkAt(context, key)
  const makeUp = stored?.value.makeUp
  if (!stored || makeUp?.status !== 'open' || context.now < makeUp.expiresAt) return accept({ expired: false })
  const { enrollmentId, lessonId } = stored.value
  const { grantedAt, expiresAt } = makeUp
  const account = await loadAccount(context, enrollmentId)
  const occurrence = {
    campusId: context.campus.campusId,
    aggregateId: enrollmentId,
    aggregateVersion: account.version + 1,
    occurredAt: expiresAt,
  }
  const told = { ...enrollmentOf(account.value), missedLessonId: lessonId, expiredAt: expiresAt }
  return accept(
    await context.commit({
      writes: [
        writeMark(context, { ...stored.value, makeUp: { status: 'expired', grantedAt, expiresAt } }, stored.version),
        writeAccount(context, account.value, account.version),
      ],
      events: [happened(makeUpCreditExpired, occurrence, told)],
      answer: { expired: true },
    }),
  )
}
