import * as z from 'zod'
import { Sums, type Watch, type Witness } from './witness.ts'

const line = z.object({
  account: z.string(),
  asset: z.string(),
  amount: z.int(),
  lot: z.object({ lotId: z.string() }).optional(),
})
const entrySchema = z.object({
  entry: z.object({
    entryId: z.string(),
    businessKey: z.string(),
    lines: z.array(line).min(1),
    reverses: z.string().optional(),
  }),
})
const bookSchema = z.object({
  book: z.object({
    balances: z.array(z.object({ account: z.string(), asset: z.string(), amount: z.int() })),
    lots: z.array(
      z.object({ account: z.string(), asset: z.string(), remaining: z.int(), lot: z.object({ lotId: z.string() }) }),
    ),
  }),
})
type Entry = z.output<typeof entrySchema>['entry']

const entities = new Set(['hoursEntry', 'pointsEntry', 'teacherPayEntry'])
const isOwned = (account: string): boolean => /^(spendable|pending|held):/.test(account)

/** How much of each asset an entry moves. */
function turnoverOf(entry: Entry | undefined): ReadonlyMap<string, number> {
  const moved = new Map<string, number>()
  for (const { asset, amount } of entry?.lines ?? []) moved.set(asset, (moved.get(asset) ?? 0) + Math.max(0, amount))
  return moved
}

/** What all ledgers hold: sums by `<partition> <account> <asset>`. */
export interface Ledgers {
  readonly watch: Watch
  readonly sums: Sums
}

/** Watches every ledger: entries balance, stand for ever and once, and books say what their entries say. */
export function watchLedgers(witness: Witness): Ledgers {
  const sums = new Sums()
  const lots = new Sums()
  const keys = new Set<string>()
  const entryIds = new Set<string>()
  const reversed = new Set<string>()
  const entries = new Map<string, Entry>()

  const post = (pk: string, entry: Entry): void => {
    const byAsset = new Map<string, number>()
    for (const { account, asset, amount, lot } of entry.lines) {
      byAsset.set(asset, (byAsset.get(asset) ?? 0) + amount)
      sums.add(`${pk} ${account} ${asset}`, amount)
      if (lot && isOwned(account)) lots.add(`${pk} ${account} ${asset} ${lot.lotId}`, amount)
    }
    for (const [asset, sum] of byAsset) witness.expect(sum === 0, 'an entry sums to zero', entry, asset)
    const key = `${pk} ${entry.businessKey}`
    witness.expect(!keys.has(key) && !entryIds.has(entry.entryId), 'a business key posts once', key)
    keys.add(key)
    entryIds.add(entry.entryId)
    entries.set(entry.entryId, entry)
    if (entry.reverses === undefined) return
    witness.expect(entryIds.has(entry.reverses), 'a reversal undoes an entry', entry)
    witness.expect(!reversed.has(entry.reverses), 'an entry has at most one reversal', entry)
    reversed.add(entry.reverses)
    const [undone, original] = [turnoverOf(entry), turnoverOf(entries.get(entry.reverses))]
    for (const [asset, amount] of undone) {
      witness.expect(amount <= (original.get(asset) ?? 0), 'a reversal never exceeds its original', entry, asset)
    }
  }

  const compare = (pk: string, kept: Sums, stated: ReadonlyMap<string, number>, what: string): void => {
    for (const [name, amount] of stated) witness.expect(kept.of(`${pk} ${name}`) === amount, what, pk, name, amount)
    for (const [name, amount] of kept.under(`${pk} `)) {
      witness.expect((stated.get(name) ?? 0) === amount, what, pk, name, amount)
    }
  }

  const checkBook = (pk: string, { book }: z.output<typeof bookSchema>): void => {
    const balances = new Map(book.balances.map(({ account, asset, amount }) => [`${account} ${asset}`, amount]))
    compare(pk, sums, balances, 'a balance is the sum of its lines')
    for (const { account, amount } of book.balances) {
      witness.expect(!isOwned(account) || amount >= 0, 'nothing spendable below zero', pk, account, amount)
      witness.expect(!account.startsWith('debt:') || amount <= 0, 'a debt is owed', pk, account, amount)
    }
    const left = book.lots.map(
      ({ account, asset, lot, remaining }) => [`${account} ${asset} ${lot.lotId}`, remaining] as const,
    )
    compare(pk, lots, new Map(left), 'a lot is the sum of its lines')
    for (const [name, amount] of left) witness.expect(amount >= 0, 'no lot below zero', pk, name, amount)
  }

  const watch: Watch = (_, changes) => {
    for (const { key, before, after } of changes) {
      if (!entities.has(before?.entity ?? after?.entity ?? '')) continue
      witness.expect(!before, 'entries never change', key)
      if (after && !before) post(key.pk, entrySchema.parse(after).entry)
    }
    for (const { key, after } of changes) if (after && 'book' in after) checkBook(key.pk, bookSchema.parse(after))
  }
  return { watch, sums }
}
