import { idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { readAll } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { HouseholdId, Id } from '@tutelage/shared/kernel/ids.ts'
import { type Book, emptyBook } from '@tutelage/shared/ledger/book.ts'
import type { LedgerEntry } from '@tutelage/shared/ledger/entry.ts'
import { bookField, entryField } from '@tutelage/shared/ledger/ledger-fields.ts'
import * as z from 'zod'
import { nextPointsExpiry } from './points-ledger.ts'

type MemberId = Id<'member'>

/** The book of a member's points, as it was read. */
export interface PointsBook {
  readonly memberId: MemberId
  readonly householdId: HouseholdId
  readonly book: Book
  /** 0 for a member who never had points. */
  readonly version: number
}

/** The due job that lets lots expire. */
export const expireJob = 'expire-points'

const bookItem = defineItem('pointsBook', () =>
  z.object({ memberId: idField('member'), householdId: idField('household'), book: bookField() }),
)
const entryItem = defineItem('pointsEntry', () => z.object({ entry: entryField() }))

/** The partition of all that concerns a member's points. */
export const pointsPartition = (memberId: MemberId): string => `POINTS#${memberId}`

const bookKey = ({ campus }: CampusContext, memberId: MemberId): ItemKey =>
  campusKey(campus, pointsPartition(memberId), 'BOOK')
const entryKey = ({ campus }: CampusContext, memberId: MemberId, { businessKey }: LedgerEntry): ItemKey =>
  campusKey(campus, pointsPartition(memberId), `ENTRY#${businessKey}`)

const bookOf = (stored: Stored<Omit<PointsBook, 'version'>>): PointsBook => ({
  ...stored.value,
  version: stored.version,
})

/** The book of a member of this household; an empty one when nothing was earned yet. */
export async function readPointsBook(
  context: CampusContext,
  { memberId, householdId }: Pick<PointsBook, 'memberId' | 'householdId'>,
): Promise<PointsBook> {
  const stored = bookItem.find(await context.table.get(bookKey(context, memberId)))
  return stored ? bookOf(stored) : { memberId, householdId, book: emptyBook, version: 0 }
}

/** The book that a due key names; undefined when it is no book of this campus. */
export async function readDueBook(context: CampusContext, { pk, sk }: ItemKey): Promise<PointsBook | undefined> {
  if (!pk.startsWith(campusPartition(context.campus, 'POINTS#'))) return undefined
  const stored = bookItem.find(await context.table.get({ pk, sk }))
  return stored && bookOf(stored)
}

/** Keeps a book with its new entries, each under its business key for ever, and files it for its next expiry. */
export function writePoints(
  context: CampusContext,
  { memberId, householdId, version }: PointsBook,
  { book, entries }: { readonly book: Book; readonly entries: readonly LedgerEntry[] },
): Write[] {
  const key = bookKey(context, memberId)
  const at = nextPointsExpiry(book)
  const indexes = at === undefined ? {} : dueAttributes(context.campus, { job: expireJob, at, key })
  const value = { memberId, householdId, book: { balances: [...book.balances], lots: [...book.lots] } }
  return [
    bookItem.write(key, value, { version, indexes }),
    ...entries.map((entry) =>
      entryItem.write(
        entryKey(context, memberId, entry),
        { entry: { ...entry, lines: [...entry.lines] } },
        { version: 0 },
      ),
    ),
  ]
}

/** Every entry of a member, in no order. */
export async function readPointsEntries(context: CampusContext, memberId: MemberId): Promise<readonly LedgerEntry[]> {
  const pk = campusPartition(context.campus, pointsPartition(memberId))
  const stored = await readAll(context.table, entryItem, { pk, sk: { beginsWith: 'ENTRY#' } })
  return stored.map(({ value }) => value.entry)
}
