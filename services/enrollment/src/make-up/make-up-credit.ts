import type { AttendanceStatus } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { MakeUpPolicy } from '@tutelage/shared/contracts/enrollment/make-up-routes.ts'
import type { AttendanceRule } from '@tutelage/shared/contracts/enrollment/policies.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { addMs, dayMs, type Instant } from '@tutelage/shared/kernel/instant.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'

/**
 * What a missed lesson grants: it may be made up as a guest of another class. It is part of the mark that grants it, so that
 * a correction and a booking meet there. A booked one does not expire: its lesson begins before that.
 * Rule: E9.
 */
export type MakeUpCredit = { readonly grantedAt: Instant; readonly expiresAt: Instant } & (
  | { readonly status: 'open' | 'expired' | 'takenBack' }
  | { readonly status: 'booked' | 'used'; readonly lessonId: Id<'lesson'> }
)

const lifeFrom = (now: Instant, { expiryDays }: MakeUpPolicy): Instant => addMs(now, expiryDays * dayMs)

/** What a mark grants: nothing when its rule or the kind of its class does not. Rule: E6, E9. */
export function creditFor(
  { grantsMakeUp }: AttendanceRule,
  { kind }: Pick<ClassGroup, 'kind'>,
  { policy, now }: { readonly policy: MakeUpPolicy; readonly now: Instant },
): MakeUpCredit | undefined {
  const isGranted = grantsMakeUp && policy.classKinds.includes(kind)
  return isGranted ? { status: 'open', grantedAt: now, expiresAt: lifeFrom(now, policy) } : undefined
}

/**
 * The credit of a mark after a correction: a credit that stands stays as it is, one that is granted no more is taken back, also when
 * it was booked. One that has expired stays so: a correction gives no second time.
 * @param before of the mark as it was; a used one is not corrected
 * @param granted by the corrected mark
 * Rule: E7, E9.
 */
export function creditAfter(
  before: MakeUpCredit | undefined,
  granted: MakeUpCredit | undefined,
): MakeUpCredit | undefined {
  if (!before || before.status === 'takenBack') return granted ?? before
  if (granted || before.status === 'expired' || before.status === 'used') return before
  const { grantedAt, expiresAt } = before
  return { status: 'takenBack', grantedAt, expiresAt }
}

/** True while a credit can be used at a moment: that of the lesson in which it is to be. */
const isUsableAt = ({ status, expiresAt }: MakeUpCredit, at: Instant): boolean => status === 'open' && at < expiresAt

/**
 * The credit that is used next: the one that expires first.
 * @returns undefined when none is open until that lesson
 * Rule: E9.
 */
export function nextCredit<Owner extends { readonly makeUp: MakeUpCredit }>(
  owners: readonly Owner[],
  startsAt: Instant,
): Owner | undefined {
  const usable = owners.filter(({ makeUp }) => isUsableAt(makeUp, startsAt))
  return usable.reduce<Owner | undefined>(
    (first, each) => (first && first.makeUp.expiresAt <= each.makeUp.expiresAt ? first : each),
    undefined,
  )
}

/** The credit without its booking; what the school cancelled can be made up for as long as if it had been granted now. */
export function reopened(
  { grantedAt, expiresAt }: MakeUpCredit,
  bySchool?: { readonly policy: MakeUpPolicy; readonly now: Instant },
): MakeUpCredit {
  const until = bySchool ? lifeFrom(bySchool.now, bySchool.policy) : expiresAt
  return { status: 'open', grantedAt, expiresAt: until > expiresAt ? until : expiresAt }
}

/** True when a guest's status uses the credit up: who came, and who stayed away without leave. Rule: E9. */
export const usesCredit = (status: AttendanceStatus): boolean => status === 'makeUp' || status === 'absent'

/** True when a guest cannot be marked so: a guest makes up, or does not come. */
export const isNoGuestStatus = (status: AttendanceStatus): boolean => status === 'attended' || status === 'late'
