import type { Instant, LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { type LedgerEntry, totalOf } from '@tutelage/shared/ledger/entry.ts'
import { endedAt } from '../enrolling/enrollment-state.ts'
import { hourAsset, hoursRefunded, hoursSold, hoursTransferred, payments } from '../lesson-hours/hours-account.ts'
import type { AccountHistory } from '../lesson-hours/hours-account-store.ts'

/** An enrollment in one class, with all that was agreed on, paid and given back. */
export interface Stretch extends AccountHistory {
  readonly termStartsOn: LocalDate | undefined
}

/** From which day on an enrollment was paid in full, and on which it was not any more. */
export interface PaidSpell {
  readonly from: LocalDate
  readonly undone?: { readonly on: LocalDate; readonly by: 'refund' | 'end' }
}

/** What had come in and gone back after some entries. */
interface Sums {
  readonly receivedMinor: number
  readonly sold: number
  readonly cameAlong: number
  readonly refunded: number
}

const nothing: Sums = { receivedMinor: 0, sold: 0, cameAlong: 0, refunded: 0 }

const withEntry = (sums: Sums, { lines }: LedgerEntry, currency: string): Sums => ({
  receivedMinor: sums.receivedMinor + Math.max(0, -totalOf(lines, payments, currency)),
  sold: sums.sold - totalOf(lines, hoursSold, hourAsset),
  cameAlong: sums.cameAlong - totalOf(lines, hoursTransferred, hourAsset),
  refunded: sums.refunded + totalOf(lines, hoursRefunded, hourAsset),
})

/**
 * Whether all that was agreed on by then is paid, by payments, by what was paid before a transfer, or by a year plan, and nothing of what
 * was agreed on at first was given back; what was bought beside it, or a transfer's money bought more in a cheaper class, may have been.
 */
function isPaid({ purchases, enrollment }: Stretch, sums: Sums, by: Instant): boolean {
  const { receivedMinor, sold, cameAlong, refunded } = sums
  const agreed = purchases.filter(({ purchasedAt }) => purchasedAt <= by)
  const price = agreed.reduce((sum, each) => sum + each.priceMinor, 0)
  const bought = agreed.reduce((sum, each) => sum + each.centihours, 0)
  const keeps = refunded === 0 || cameAlong + sold - refunded >= Math.min(enrollment.centihours, bought + cameAlong)
  const isOpened = receivedMinor > 0 || cameAlong > 0 || enrollment.yearPlanId !== undefined
  return receivedMinor >= price && keeps && isOpened
}

const orderOf = ({ occurredAt, recordedAt, entryId }: LedgerEntry): string => `${occurredAt} ${recordedAt} ${entryId}`

/** The entries that count: those of after an end are of lessons before it. A transfer takes out no more than goes on elsewhere. */
function entriesOf({ entries, account: { state } }: Stretch): readonly LedgerEntry[] {
  const until = endedAt(state) ?? '~'
  const counting = entries.filter(({ recordedAt }) =>
    state.status === 'transferred' ? recordedAt < until : recordedAt <= until,
  )
  return counting.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
}

/**
 * When an enrollment was paid in full, by the days of its payments, refunds and end: the same in whatever order they are told. Hours that
 * are agreed on later and not paid undo nothing, nor does a transfer.
 * @param stretches one after the other, as the student changed class
 * Rule: E10, E14.
 */
export function paidSpells(stretches: readonly Stretch[], timeZone: string): readonly PaidSpell[] {
  const spells: PaidSpell[] = []
  const undo = (by: 'refund' | 'end', at: Instant) => {
    const last = spells.at(-1)
    if (last && !last.undone) spells[spells.length - 1] = { ...last, undone: { on: localDateOf(at, timeZone), by } }
  }
  for (const stretch of stretches) {
    const { currency, state } = stretch.account
    let sums = nothing
    for (const entry of entriesOf(stretch)) {
      const before = sums
      sums = withEntry(sums, entry, currency)
      const isWhole = isPaid(stretch, sums, entry.recordedAt)
      const last = spells.at(-1)
      if (isWhole && (!last || last.undone)) spells.push({ from: localDateOf(entry.occurredAt, timeZone) })
      if (!isWhole && sums.refunded > before.refunded) undo('refund', entry.occurredAt)
    }
    if (state.status === 'terminated') undo('end', state.terminatedAt)
  }
  return spells
}
