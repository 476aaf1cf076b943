import { centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { type AmountMinor, amountMinor } from '@tutelage/shared/kernel/money.ts'
import { emptyBook } from '@tutelage/shared/ledger/book.ts'
import { businessKey, type Line } from '@tutelage/shared/ledger/entry.ts'
import { grant } from '@tutelage/shared/ledger/lots.ts'
import { type Posting, post } from '@tutelage/shared/ledger/posting.ts'
import {
  type HoursAccount,
  hourAsset,
  hours,
  hoursSold,
  hoursUsedBefore,
  payments,
  tuition,
} from '../lesson-hours/hours-account.ts'
import { type EntryFacts, posted } from '../lesson-hours/lesson-entry.ts'
import { lotIdOf } from '../tuition/payment.ts'

/** The entry by which an account begins that was kept elsewhere before. */
const openingKind = 'openingBalance'

/** What the school's earlier books say of an enrollment. */
export interface Opening {
  /** > 0 */
  readonly boughtCentihours: number
  readonly usedCentihours: number
  /** What is left of the family's money. */
  readonly prepaidMinor: number
}

type OpeningRefusal = 'usedMoreThanBought' | 'hoursWithoutMoney' | 'moneyWithoutHours'

/**
 * Whether an account can begin like this: hours that are left have money that is left, and the other way round.
 * @returns refuses `usedMoreThanBought`, `hoursWithoutMoney`, `moneyWithoutHours`
 */
export function checkOpening(opening: Opening): Decision<Opening, OpeningRefusal> {
  const left = opening.boughtCentihours - opening.usedCentihours
  if (left < 0) return refuse('usedMoreThanBought')
  if (left > 0 && opening.prepaidMinor === 0) return refuse('hoursWithoutMoney')
  if (left === 0 && opening.prepaidMinor > 0) return refuse('moneyWithoutHours')
  return accept(opening)
}

/** What the opening is booked under, as money of a payment and hours of a purchase. */
export interface OpeningIds {
  readonly paymentId: Id<'payment'>
  readonly purchaseId: Id<'purchase'>
}

function openingLines(
  { currency }: Pick<HoursAccount, 'currency'>,
  { boughtCentihours, usedCentihours, prepaidMinor }: Opening,
  lot: { readonly lotId: string; readonly acquiredAt: EntryFacts['occurredAt'] },
): readonly Line[] {
  const used: readonly Line[] = [
    { account: hoursSold, asset: hourAsset, amount: -usedCentihours },
    { account: hoursUsedBefore, asset: hourAsset, amount: usedCentihours },
  ]
  const left = boughtCentihours - usedCentihours
  return [
    ...(usedCentihours > 0 ? used : []),
    ...(left > 0 ? grant(emptyBook, { account: hours, asset: hourAsset, amount: left, from: hoursSold, lot }) : []),
    ...(left > 0
      ? grant(emptyBook, { account: tuition, asset: currency, amount: prepaidMinor, from: payments, lot })
      : []),
  ]
}

/**
 * Begins an account as the school's earlier books end: hours used are used, those that are left are one lot with the money that is
 * left, which counts as received on the day of the import. What was earned before is in the earlier books and not in these.
 * @param account of the new enrollment, nothing paid yet
 * @param opening as `checkOpening` accepted it
 */
export function openBalance(
  account: HoursAccount,
  opening: Opening & OpeningIds,
  facts: EntryFacts,
): { readonly account: HoursAccount; readonly posting: Posting } {
  const { paymentId, purchaseId, prepaidMinor } = opening
  const lot = { lotId: lotIdOf(paymentId, purchaseId), acquiredAt: facts.occurredAt }
  const entry = { ...facts, kind: openingKind, businessKey: businessKey(openingKind, paymentId) }
  const posting = posted(post(account.book, { ...entry, lines: openingLines(account, opening, lot) }))
  const receivedMinor = amountMinor(prepaidMinor)
  return { account: { ...account, purchases: [], receivedMinor, book: posting.book }, posting }
}

/** What is left, as an agreement of hours at a price. */
export const agreedOf = ({
  boughtCentihours,
  prepaidMinor,
}: Opening): { readonly centihours: HoursAccount['boughtCentihours']; readonly priceMinor: AmountMinor } => ({
  centihours: centihours(boughtCentihours),
  priceMinor: amountMinor(prepaidMinor),
})
