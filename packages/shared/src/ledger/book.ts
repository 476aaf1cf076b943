import { type Account, isOwned, type OwnedAccount } from './account.ts'
import { type Asset, distinctEntries, type LedgerEntry, type Line, type Lot } from './entry.ts'

/** What an account holds of an asset, in its unit; never 0. */
export interface Balance {
  readonly account: Account
  readonly asset: Asset
  readonly amount: number
}

/** What is left of a lot in one account, in the asset's unit; never 0. A lot that is used up leaves the book. */
export interface OpenLot {
  readonly account: OwnedAccount
  readonly asset: Asset
  readonly lot: Lot
  readonly remaining: number
}

/**
 * All that a decision about one owner needs: the sums of the lines so far. Plain data, kept as one item with a version beside
 * the entries. It grows with open lots and open holds, not with history.
 */
export interface Book {
  readonly balances: readonly Balance[]
  readonly lots: readonly OpenLot[]
}

export const emptyBook: Book = { balances: [], lots: [] }

function added(sum: number, amount: number): number {
  if (!Number.isSafeInteger(sum + amount)) throw new RangeError('a ledger counts in safe integers')
  return sum + amount
}

/** The values that are not zero, in the order of their keys, so that equal books are equal as data. */
function settled<T>(byKey: ReadonlyMap<string, T>, amountOf: (value: T) => number): T[] {
  return [...byKey]
    .filter(([, value]) => amountOf(value) !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value)
}

/**
 * The book after some lines, without asking whether they are allowed: `post` asks. Lets a use case draft the second part of an
 * entry on top of the first.
 * @throws RangeError when a sum is no safe integer
 */
export function applyLines(book: Book, lines: readonly Line[]): Book {
  const balances = new Map(book.balances.map((balance) => [`${balance.account} ${balance.asset}`, balance]))
  const lots = new Map(book.lots.map((open) => [`${open.account} ${open.asset} ${open.lot.lotId}`, open]))
  for (const { account, asset, amount, lot } of lines) {
    const key = `${account} ${asset}`
    balances.set(key, { account, asset, amount: added(balances.get(key)?.amount ?? 0, amount) })
    if (!lot || !isOwned(account)) continue
    const lotKey = `${key} ${lot.lotId}`
    const open = lots.get(lotKey)
    lots.set(lotKey, { account, asset, lot: open?.lot ?? lot, remaining: added(open?.remaining ?? 0, amount) })
  }
  return {
    balances: settled(balances, (balance) => balance.amount),
    lots: settled(lots, (open) => open.remaining),
  }
}

/**
 * The book that entries of one owner add up to, in any order and with any of them twice. The stored book must equal it.
 * Rule: domain §3, a balance is the sum of its lines.
 */
export const bookOf = (entries: Iterable<LedgerEntry>): Book =>
  applyLines(
    emptyBook,
    distinctEntries(entries).flatMap((entry) => entry.lines),
  )

/** What an account holds, in the asset's unit, whether or not it can be used at the moment. */
export const balanceOf = (book: Book, account: Account, asset: Asset): number =>
  book.balances.find((balance) => balance.account === account && balance.asset === asset)?.amount ?? 0

/** The open lots of an account, by lot id. */
export const lotsOf = (book: Book, account: OwnedAccount, asset: Asset): readonly OpenLot[] =>
  book.lots.filter((open) => open.account === account && open.asset === asset)

/** What is left of a lot in an account, in the asset's unit. */
export const remainingOf = (book: Book, account: OwnedAccount, asset: Asset, lotId: string): number =>
  lotsOf(book, account, asset).find((open) => open.lot.lotId === lotId)?.remaining ?? 0
