import { multiplyRatio } from '../kernel/money.ts'
import type { ExternalAccount, SpendableAccount } from './account.ts'
import { type Book, lotsOf, remainingOf } from './book.ts'
import { type Asset, type Line, line } from './entry.ts'
import type { Taken } from './taking.ts'

/** The prepaid money that goes with lots: the money of a lot is the lot of the same id in `from`. */
export interface Release {
  readonly from: SpendableAccount
  /** The currency. */
  readonly asset: Asset
  /** `external:income` when the lessons were used, `external:payments` when they are refunded. */
  readonly to: ExternalAccount
}

/**
 * Money for a part of a lot: the money left × the part ÷ the lot left, rounded half to even; the last part takes all that is left,
 * so that the parts of a lot release its price exactly, however it is split. A lot without money releases none.
 * @returns lines, two for each lot with money to release
 * Rule: domain E5.
 */
export function releaseLines(book: Book, asset: Asset, taken: readonly Taken[], release?: Release): readonly Line[] {
  if (!release) return []
  const byLot = Map.groupBy(taken, ({ lot }) => lot.lotId)
  return [...byLot].flatMap(([lotId, parts]) => {
    const money = lotsOf(book, release.from, release.asset).find((open) => open.lot.lotId === lotId)
    if (!money) return []
    const left = book.lots
      .filter((open) => open.asset === asset && open.lot.lotId === lotId)
      .reduce((sum, { remaining }) => sum + remaining, 0)
    const part = parts.reduce((sum, { amount }) => sum + amount, 0)
    const released = multiplyRatio(remainingOf(book, release.from, release.asset, lotId), part, left)
    if (released === 0) return []
    return [
      line(release.from, release.asset, -released, money.lot),
      line(release.to, release.asset, released, money.lot),
    ]
  })
}
