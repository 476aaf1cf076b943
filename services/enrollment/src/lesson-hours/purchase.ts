import { type Centihours, centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { type AmountMinor, amountMinor, multiplyRatio } from '@tutelage/shared/kernel/money.ts'
import { type HoursAccount, type OpenPurchase, outstanding, owedHours, remainingHours } from './hours-account.ts'

/** Hours and their money: what a payment opens of one purchase, or what of one is given up. */
export interface PurchasePart {
  readonly purchaseId: Id<'purchase'>
  readonly centihours: Centihours
  readonly amountMinor: AmountMinor
}

/** Hours open once this much of the price was received: in proportion, rounded half to even, the last of them only by the last. */
function openedBy({ centihours: all, priceMinor, openedCentihours }: OpenPurchase, receivedMinor: number): number {
  if (receivedMinor === priceMinor) return all
  const due = Math.min(multiplyRatio(all, receivedMinor, priceMinor), all - 1)
  return Math.max(due, openedCentihours)
}

/**
 * The account after more hours were agreed on: nothing of them is open before it is paid.
 * @param agreed centihours and price, both > 0
 * Rule: E3, E8.
 */
export function withPurchase(account: HoursAccount, agreed: PurchasePart): HoursAccount {
  const { purchaseId, centihours: hours, amountMinor: price } = agreed
  const open = { purchaseId, centihours: hours, priceMinor: price }
  const nothing = { receivedMinor: amountMinor(0), openedCentihours: centihours(0) }
  return {
    ...account,
    boughtCentihours: centihours(account.boughtCentihours + hours),
    priceMinor: amountMinor(account.priceMinor + price),
    purchases: [...account.purchases, { ...open, ...nothing }],
  }
}

/** Hours that were agreed on and are not open yet, ≥ 0. */
export const hoursAhead = ({ purchases }: HoursAccount): number =>
  purchases.reduce((sum, open) => sum + open.centihours - open.openedCentihours, 0)

/**
 * Hours that a family was charged for and has not used: those at hand and those still to be paid, less what was used on credit.
 * Below 0 when more was used than agreed on.
 * Rule: E5.
 */
export const chargedAhead = (account: HoursAccount): number =>
  remainingHours(account) + hoursAhead(account) - owedHours(account)

/** What a payment opens of each purchase, and the account that knows of it. */
export interface PaidIn {
  readonly account: HoursAccount
  /** Oldest purchase first; none opens nothing. */
  readonly parts: readonly PurchasePart[]
}

function payOne(open: OpenPurchase, amount: number): { readonly part: PurchasePart; readonly left: OpenPurchase } {
  const receivedMinor = amountMinor(open.receivedMinor + amount)
  const openedCentihours = centihours(openedBy(open, receivedMinor))
  const opened = centihours(openedCentihours - open.openedCentihours)
  const part = { purchaseId: open.purchaseId, centihours: opened, amountMinor: amountMinor(amount) }
  return { part, left: { ...open, receivedMinor, openedCentihours } }
}

/**
 * Pays purchases, the oldest first. The payment that completes a price opens all that is left of its hours, so that what payments
 * open adds up to what was bought.
 * @param amount ≥ 0
 * @returns the parts, or refuses `overpaid` with what is `outstandingMinor`, `opensNoHours` when it is nothing or too little to open a
 * hundredth of an hour of a purchase that it reaches
 * Rule: E3, E5.
 */
export function payInto(account: HoursAccount, amount: AmountMinor): Decision<PaidIn, 'overpaid' | 'opensNoHours'> {
  const most = outstanding(account)
  if (amount === 0) return refuse('opensNoHours', { amountMinor: amount })
  if (amount > most) return refuse('overpaid', { outstandingMinor: most, amountMinor: amount })
  let left: number = amount
  const paid = account.purchases.map((open) => {
    const share = Math.min(left, open.priceMinor - open.receivedMinor)
    left -= share
    return payOne(open, share)
  })
  const parts = paid.map(({ part }) => part).filter(({ amountMinor: share }) => share > 0)
  const tooLittle = parts.find(({ centihours: opened }) => opened < 1)
  if (tooLittle) return refuse('opensNoHours', { amountMinor: tooLittle.amountMinor })
  const purchases = paid.map((each) => each.left).filter((open) => open.receivedMinor < open.priceMinor)
  const receivedMinor = amountMinor(account.receivedMinor + amount)
  return accept({ account: { ...account, receivedMinor, purchases }, parts })
}

/** What of an open purchase is kept when no more lessons come: as many of its unpaid hours as are owed, at its price. */
function keptOf(open: OpenPurchase, owed: number): PurchasePart {
  const unopened = open.centihours - open.openedCentihours
  const unpaid = open.priceMinor - open.receivedMinor
  const wanted = Math.min(unopened, owed)
  const price = wanted === unopened ? unpaid : multiplyRatio(unpaid, wanted, unopened)
  const hours = price > 0 ? wanted : 0
  return { purchaseId: open.purchaseId, centihours: centihours(hours), amountMinor: amountMinor(hours > 0 ? price : 0) }
}

/** Each open purchase with what of it was used without being paid, the oldest first. */
function usedUnpaid(account: HoursAccount) {
  let owed: number = owedHours(account)
  return account.purchases.map((open) => {
    const kept = keptOf(open, owed)
    owed -= kept.centihours
    return { open, kept }
  })
}

/** Hours that were used without being paid, and what they cost as agreed, the oldest price first. Rule: E10, E13. */
export function usedOnCredit(account: HoursAccount): { readonly centihours: number; readonly amountMinor: number } {
  const used = usedUnpaid(account)
  return {
    centihours: used.reduce((sum, { kept }) => sum + kept.centihours, 0),
    amountMinor: used.reduce((sum, { kept }) => sum + kept.amountMinor, 0),
  }
}

/**
 * Gives up what was agreed and not paid, as the enrollment ends; what was used without being paid stays due, at the oldest price first.
 * @returns the account, and what was given up of each purchase
 * Rule: E13.
 */
export function giveUpUnpaid(account: HoursAccount): {
  readonly account: HoursAccount
  readonly givenUp: readonly PurchasePart[]
} {
  const purchases: OpenPurchase[] = []
  const givenUp: PurchasePart[] = []
  for (const { open, kept } of usedUnpaid(account)) {
    const hours = centihours(open.openedCentihours + kept.centihours)
    const priceMinor = amountMinor(open.receivedMinor + kept.amountMinor)
    if (kept.centihours > 0) purchases.push({ ...open, centihours: hours, priceMinor })
    const part = {
      centihours: centihours(open.centihours - hours),
      amountMinor: amountMinor(open.priceMinor - priceMinor),
    }
    if (part.amountMinor > 0) givenUp.push({ purchaseId: open.purchaseId, ...part })
  }
  const sum = (of: (part: PurchasePart) => number): number => givenUp.reduce((total, part) => total + of(part), 0)
  const boughtCentihours = centihours(account.boughtCentihours - sum((part) => part.centihours))
  const priceMinor = amountMinor(account.priceMinor - sum((part) => part.amountMinor))
  return { account: { ...account, boughtCentihours, priceMinor, purchases }, givenUp }
}
