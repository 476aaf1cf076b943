import { centihours } from '@tutelage/shared/kernel/centihours.ts'
import type { Decision } from '@tutelage/shared/kernel/decision.ts'
import { type Id, type IdKind, idFromDigest } from '@tutelage/shared/kernel/ids.ts'
import { addMs, hourMs, type Instant, instant } from '@tutelage/shared/kernel/instant.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { emptyBook } from '@tutelage/shared/ledger/book.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import type { EntryFacts } from '../lesson-hours/lesson-entry.ts'
import { withPurchase } from '../lesson-hours/purchase.ts'

/** For tests: the n-th id of a kind. */
export const nthId = <Kind extends IdKind>(kind: Kind, n: number): Id<Kind> =>
  idFromDigest(
    kind,
    Uint8Array.from({ length: 16 }, (_, at) => (at < 12 ? 0 : (n >>> (8 * (15 - at))) & 255)),
  )

/** For tests: n hours after the start. */
export const hour = (n: number): Instant => addMs(instant('2026-03-02T01:00:00Z'), n * hourMs)

/** For tests: the facts of the n-th entry, an hour after the one before. */
export const nthFacts = (n: number): EntryFacts => ({
  entryId: nthId('entry', n),
  occurredAt: hour(n),
  recordedAt: hour(n),
  causationId: `cause-${n}`,
})

/** For tests: an enrollment in so many hours at a price, nothing paid or used yet. */
export const newAccount = (bought: number, priceMinor: number): HoursAccount =>
  withPurchase(
    {
      enrollmentId: nthId('enrollment', 1),
      studentId: nthId('student', 1),
      householdId: nthId('household', 1),
      classGroupId: nthId('classGroup', 1),
      courseId: nthId('course', 1),
      termId: nthId('term', 1),
      currency: 'CNY',
      state: { status: 'active' },
      boughtCentihours: centihours(0),
      priceMinor: amountMinor(0),
      receivedMinor: amountMinor(0),
      purchases: [],
      book: emptyBook,
      lowBalanceTold: false,
    },
    { purchaseId: nthId('purchase', 1), centihours: centihours(bought), amountMinor: amountMinor(priceMinor) },
  )

/** For tests: the value of a decision that must have been accepted. */
export function accepted<T>(decision: Decision<T>): T {
  if (!decision.ok) throw new Error(`refused: ${decision.code} ${JSON.stringify(decision.details)}`)
  return decision.value
}
