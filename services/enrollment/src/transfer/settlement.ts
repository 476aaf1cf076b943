import { type Centihours, centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import { type AmountMinor, amountMinor, multiplyRatio } from '@tutelage/shared/kernel/money.ts'
import { lotsOf, remainingOf } from '@tutelage/shared/ledger/book.ts'
import type { Lot } from '@tutelage/shared/ledger/entry.ts'
import { sortLots } from '@tutelage/shared/ledger/taking.ts'
import {
  type HoursAccount,
  hourAsset,
  hours,
  outstanding,
  owedHours,
  remainingHours,
  tuition,
} from '../lesson-hours/hours-account.ts'
import { hoursAhead, usedOnCredit } from '../lesson-hours/purchase.ts'

/** One payment's lot on its way to another class: its money stays as it is, its hours become what the money buys there. */
export interface MovedLot {
  readonly lot: Lot
  readonly centihours: number
  /** In the new class. */
  readonly openCentihours: number
  readonly amountMinor: number
}

/** What a student takes along to another class, and what it costs there. */
export interface Settlement {
  readonly remainingCentihours: Centihours
  readonly prepaidMinor: AmountMinor
  readonly unpaidCentihours: Centihours
  readonly unpaidMinor: AmountMinor
  readonly owedCentihours: Centihours
  readonly priceMinor: AmountMinor
  /** The price in the new class less that of the old one; below 0 the new class costs less. */
  readonly differenceMinor: number
  readonly openCentihours: Centihours
  readonly toPayCentihours: Centihours
  readonly extraCentihours: Centihours
  readonly outstandingMinor: AmountMinor
  readonly lots: readonly MovedLot[]
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)

/** Hours that an account has or was promised, and what they cost: paid ahead or still to be paid. */
function worthOf(account: HoursAccount) {
  const lots = sortLots(lotsOf(account.book, hours, hourAsset), 'oldest').map(({ lot, remaining }) => ({
    lot,
    centihours: remaining,
    amountMinor: remainingOf(account.book, tuition, account.currency, lot.lotId),
  }))
  return {
    lots,
    remainingCentihours: remainingHours(account),
    prepaidMinor: amountMinor(sum(lots.map((lot) => lot.amountMinor))),
    unpaidCentihours: centihours(hoursAhead(account)),
    unpaidMinor: outstanding(account),
    owedCentihours: owedHours(account),
  }
}
type Worth = ReturnType<typeof worthOf>

/** What the prepaid money opens of all hours at their new price: in proportion, and the last of them only once all is paid. */
function opened(all: number, { prepaidMinor }: Worth, priceMinor: number): number {
  if (prepaidMinor === 0) return 0
  const due = multiplyRatio(all, prepaidMinor, priceMinor)
  return prepaidMinor < priceMinor ? Math.min(Math.max(due, 1), all - 1) : due
}

/**
 * The hours shared out over the lots by their money: each with money has at least a hundredth, and together they have all of them.
 * @param all at least as many as there are lots with money
 */
function shareOut(lots: Worth['lots'], all: number): readonly MovedLot[] {
  const total = sum(lots.map((lot) => lot.amountMinor))
  let money = 0
  let given = 0
  let toCome = lots.filter((lot) => lot.amountMinor > 0).length
  return lots.map((lot) => {
    if (lot.amountMinor === 0) return { ...lot, openCentihours: 0 }
    money += lot.amountMinor
    toCome -= 1
    const due = multiplyRatio(all, money, total) - given
    const openCentihours = Math.min(Math.max(due, 1), all - given - toCome)
    given += openCentihours
    return { ...lot, openCentihours }
  })
}

/** The same course: each hour keeps its price, whether it was paid or not. */
function kept(worth: Worth): Settlement {
  const { prepaidMinor, unpaidMinor, unpaidCentihours, remainingCentihours } = worth
  return {
    ...worth,
    lots: worth.lots.map((lot) => ({ ...lot, openCentihours: lot.centihours })),
    priceMinor: amountMinor(prepaidMinor + unpaidMinor),
    differenceMinor: 0,
    openCentihours: remainingCentihours,
    toPayCentihours: unpaidCentihours,
    extraCentihours: centihours(0),
    outstandingMinor: unpaidMinor,
  }
}

/**
 * Settles a change of class. All hours that were agreed on and not used, paid or not, go along. In a class of the same course they keep
 * their price; otherwise they cost what the new class costs. Hours used without being paid are owed as they were agreed. The money that was paid ahead goes along to the unit, payment by payment:
 * what it does not buy there is to be paid and opens as it is; what it buys more stays prepaid as more hours, which can be refunded
 * as any others.
 * @param newPriceMinor of the hours that are not used, in the new class; undefined in the same course
 * @returns the settlement, or refuses `opensNoHours` when the money left is too little to open a hundredth of an hour of each lot
 * Rule: E10.
 */
export function settle(
  account: HoursAccount,
  newPriceMinor: AmountMinor | undefined,
): Decision<Settlement, 'opensNoHours'> {
  const worth = worthOf(account)
  if (newPriceMinor === undefined) return accept(kept(worth))
  const priceMinor = amountMinor(newPriceMinor + usedOnCredit(account).amountMinor)
  const all = worth.remainingCentihours + worth.unpaidCentihours
  const open = opened(all, worth, priceMinor)
  const { prepaidMinor, unpaidMinor } = worth
  if (open < worth.lots.filter((lot) => lot.amountMinor > 0).length) {
    return refuse('opensNoHours', { amountMinor: prepaidMinor })
  }
  return accept({
    ...worth,
    lots: shareOut(worth.lots, open),
    priceMinor,
    differenceMinor: priceMinor - prepaidMinor - unpaidMinor,
    openCentihours: centihours(open),
    toPayCentihours: centihours(Math.max(0, all - open)),
    extraCentihours: centihours(Math.max(0, open - all)),
    outstandingMinor: amountMinor(Math.max(0, priceMinor - prepaidMinor)),
  })
}

/** Hours that are not used and are to be priced in the new class; 0 needs no price. */
export const hoursToMove = (account: HoursAccount): Centihours =>
  centihours(remainingHours(account) + hoursAhead(account) - usedOnCredit(account).centihours)
