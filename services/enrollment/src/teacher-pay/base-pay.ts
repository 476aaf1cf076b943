import type { basePayChange } from '@tutelage/shared/contracts/enrollment/teacher-pay-routes.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import { type AmountMinor, amountMinor } from '@tutelage/shared/kernel/money.ts'
import { emptyBook } from '@tutelage/shared/ledger/book.ts'
import { businessKey, type LedgerEntry } from '@tutelage/shared/ledger/entry.ts'
import { post } from '@tutelage/shared/ledger/posting.ts'
import type * as z from 'zod'
import { type EntryFacts, posted } from '../lesson-hours/lesson-entry.ts'
import type { PayMonth } from './pay-month.ts'
import { base, paidFor } from './teacher-pay.ts'

/** From a month on, a teacher's base pay is so much for each month; with who decided it, and when. */
type BasePayChange = z.output<ReturnType<typeof basePayChange>>

/** A teacher's base pay with all of its changes, the latest decided last. */
export interface BasePay {
  readonly teacherId: StaffId
  readonly changes: readonly BasePayChange[]
}

/**
 * The base pay of a month: by the change that is valid from the latest month until then, of two of one month by the later decided.
 * Rule: E17.
 */
export function basePayOf({ changes }: Pick<BasePay, 'changes'>, month: string): AmountMinor {
  const valid = changes.filter(({ validFrom }) => validFrom <= month)
  const latest = valid.reduce<BasePayChange | undefined>(
    (found, change) => (found && found.validFrom > change.validFrom ? found : change),
    undefined,
  )
  return latest?.amountMinor ?? amountMinor(0)
}

/** The base pay of a teacher's month, once, for ever. Rule: E17. */
export function basePayEntry(
  { teacherId, month }: PayMonth,
  { amountMinor: amount, currency }: { readonly amountMinor: AmountMinor; readonly currency: string },
  facts: EntryFacts,
): LedgerEntry {
  const kind = 'basePayPosted'
  const lines = paidFor(currency, [{ account: base, amount }])
  return posted(post(emptyBook, { ...facts, kind, businessKey: businessKey(kind, teacherId, month), lines })).entry
}
