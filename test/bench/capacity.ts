import { indexed } from '@tutelage/shared/data/query-rules.ts'
import type { IndexName, Item, ItemValue } from '@tutelage/shared/data/table.ts'

/*
 * Capacity units as AWS documents and charges them. DynamoDB Local agrees but for what follows, each measured on DynamoDB
 * itself by github.com/paritysuite/dynamodb-conformance: an index is charged the same within a transaction and outside of
 * it, where DynamoDB Local doubles it; an item that is deleted, added to or checked is charged by its own size, where
 * DynamoDB Local takes that of the request; and what is not found is a read.
 */

/** Significant digits of a number take a byte for two, and one for the exponent; a sign takes another. */
function numberBytes(value: number): number {
  const [digits = '0', exponent = '0'] = Math.abs(value).toExponential().split('e')
  const [whole = '', fraction = ''] = digits.split('.')
  const places = (whole + fraction).length
  // Digits are paired from the point outwards: an odd exponent leaves a digit of the first pair empty, or not.
  const pairs = Math.ceil((places + (Number(exponent) % 2 === 0 ? 1 : 0)) / 2)
  return pairs + 1 + (value < 0 ? 1 : 0)
}

function valueBytes(value: ItemValue | undefined): number {
  if (value === undefined) return 0
  if (value === null || typeof value === 'boolean') return 1
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value === 'number') return value === 0 ? 1 : numberBytes(value)
  const members = Object.entries(value)
  const names = Array.isArray(value) ? 0 : members.reduce((sum, [name]) => sum + Buffer.byteLength(name), 0)
  return 3 + names + members.reduce((sum, [, member]) => sum + 1 + valueBytes(member), 0)
}

/** Bytes of an item: the names and values of its attributes. */
export const sizeOf = (item: Item): number =>
  Object.entries(item)
    .filter(([, value]) => value !== undefined)
    .reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0)

/** Units of one read of so many bytes; of nothing found as of the smallest item. */
export const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5)

/** Units of one plain write of so many bytes. */
export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024))

/** What a write takes of the table, and of each index. */
export type WriteUnits = Readonly<Record<'table' | IndexName, number>>

/** One item before and after a write; both the same for what was only checked. */
export interface Written {
  readonly before: Item | undefined
  readonly after: Item | undefined
  /** A transaction prepares and commits: twice the units of the table, and once those of the indexes. */
  readonly inTransaction: boolean
}

const bytesOf = (item: Item | undefined): number => (item ? sizeOf(item) : 0)
const entryKey = (index: IndexName, item: Item | undefined) =>
  index === 'lookup' ? JSON.stringify([item?.lookupPk, item?.lookupSk]) : JSON.stringify([item?.duePk, item?.dueSk])
const entryOf = (index: IndexName, item: Item | undefined): Item | undefined =>
  item && (index === 'lookup' ? item.lookupPk : item.duePk) !== undefined ? indexed(index, item) : undefined

/** An index is charged for what changes in it: a moved entry is deleted and put. */
function indexUnits(index: IndexName, { before, after }: Written): number {
  const [old, fresh] = [entryOf(index, before), entryOf(index, after)]
  if (!old || !fresh) return old || fresh ? writeUnits(bytesOf(old ?? fresh)) : 0
  if (entryKey(index, old) !== entryKey(index, fresh)) return writeUnits(bytesOf(old)) + writeUnits(bytesOf(fresh))
  const isSame = JSON.stringify(sorted(old)) === JSON.stringify(sorted(fresh))
  return isSame ? 0 : writeUnits(Math.max(bytesOf(old), bytesOf(fresh)))
}

const sorted = (item: Item) => Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1))

/** Units of one write: of the larger of what was and what is, in the table and in each index that changes. */
export function unitsOfWrite(written: Written): WriteUnits {
  const { before, after, inTransaction } = written
  const table = writeUnits(Math.max(bytesOf(before), bytesOf(after))) * (inTransaction ? 2 : 1)
  return { table, lookup: indexUnits('lookup', written), due: indexUnits('due', written) }
}
