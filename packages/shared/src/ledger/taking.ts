import type { OwnedAccount } from './account.ts'
import type { OpenLot } from './book.ts'
import type { Lot } from './entry.ts'

/** Which lot is used first: by when it was acquired, or by when it expires (lots that never expire come last). */
export type LotOrder = 'oldest' | 'earliestExpiry'

/** A part of a lot, in the unit of its asset, > 0. */
export interface Taken {
  readonly account: OwnedAccount
  readonly lot: Lot
  readonly amount: number
}

/** @throws RangeError unless the amount is a positive integer */
export function positive(amount: number): number {
  if (!Number.isSafeInteger(amount) || amount <= 0) throw new RangeError('an amount to post is a positive integer')
  return amount
}

const never = '~'

function sortKeys({ account, lot }: OpenLot, order: LotOrder): readonly string[] {
  const expiry = lot.expiresAt ?? never
  const times = order === 'oldest' ? [lot.acquiredAt, expiry] : [expiry, lot.acquiredAt]
  return [...times, lot.lotId, account]
}

/** Lots in the order in which they are used; ties go by the other time, then by lot id, so that the order is always the same. */
export function sortLots(lots: readonly OpenLot[], order: LotOrder): readonly OpenLot[] {
  return [...lots].sort((a, b) => {
    const keysOfB = sortKeys(b, order)
    for (const [at, key] of sortKeys(a, order).entries()) {
      const other = keysOfB[at] ?? never
      if (key !== other) return key < other ? -1 : 1
    }
    return 0
  })
}

/** The first lots up to an amount, the last of them in part; less when the lots hold less. */
export function takeFrom(lots: readonly OpenLot[], amount: number): readonly Taken[] {
  let left = amount
  return lots.flatMap(({ account, lot, remaining }) => {
    const part = Math.min(left, remaining)
    left -= part
    return part > 0 ? [{ account, lot, amount: part }] : []
  })
}
