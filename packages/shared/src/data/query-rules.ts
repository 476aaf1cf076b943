import { createHash } from 'node:crypto'
import { checkKey } from './item-rules.ts'
import type { IndexName, Item, ItemKey, Page, Query } from './table.ts'
import { BadCursor } from './table-failures.ts'
import { compareUtf8 } from './utf8-order.ts'

export const limitMax = 1000
const limitDefault = 100

/** The attributes that key an index. */
export const indexKeys = {
  lookup: { pk: 'lookupPk', sk: 'lookupSk' },
  due: { pk: 'duePk', sk: 'dueSk' },
} as const satisfies Record<IndexName, { pk: string; sk: string }>

/** What an index holds of an item: all of it, or the keys and a few attributes. */
export function indexed(index: IndexName, item: Item): Item {
  if (index === 'lookup') return item
  const { pk, sk, duePk, dueSk, entity, version, expiresAt } = item
  const entry = {
    pk,
    sk,
    ...(duePk !== undefined && { duePk }),
    ...(dueSk !== undefined && { dueSk }),
    entity,
    version,
  }
  return expiresAt === undefined ? entry : { ...entry, expiresAt }
}

/** Where a page ended: the item's own key and its sort key in the index that was asked. */
export interface Position extends ItemKey {
  readonly indexSk?: string
}

/** The sort key by which a query orders an item; undefined when the item is not in that index. */
export const sortKeyOf = (item: Item, index: IndexName | undefined): string | undefined =>
  index ? item[indexKeys[index].sk] : item.sk

/**
 * @returns how many items a page of this query holds
 * @throws RangeError for what neither adapter answers
 */
export function checkedLimit(query: Query): number {
  const limit = query.limit ?? limitDefault
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax) throw new RangeError(`a limit is 1 to ${limitMax}`)
  if (query.index && query.consistent) throw new RangeError('an index is never read consistently')
  checkKey({ pk: query.pk, sk: 'any' })
  if (query.sk && 'from' in query.sk) {
    checkKey({ pk: query.pk, sk: query.sk.from })
    checkKey({ pk: query.pk, sk: query.sk.to })
  }
  return limit
}

/** True when the range of sort keys is empty, so that nothing need be asked. */
export const isEmptyRange = ({ sk }: Query): boolean =>
  sk !== undefined && 'from' in sk && compareUtf8(sk.from, sk.to) > 0

/** True when a sort key lies in the query's range. */
export function inRange({ sk: range }: Query, sk: string): boolean {
  if (!range) return true
  if ('beginsWith' in range) return sk.startsWith(range.beginsWith)
  return compareUtf8(range.from, sk) <= 0 && compareUtf8(sk, range.to) <= 0
}

/** Names the list that a cursor belongs to without telling its keys. */
const listOf = ({ index, pk, sk, descending }: Query): string =>
  createHash('sha256')
    .update(JSON.stringify([index ?? null, pk, sk ?? null, descending ?? false]))
    .digest('base64url')
    .slice(0, 12)

/** Nothing follows the far end of a range of the table itself. DynamoDB Local refuses to go on from there. */
const isFarEnd = ({ index, sk, descending }: Query, last: Item): boolean =>
  !index && sk !== undefined && 'from' in sk && last.sk === (descending ? sk.from : sk.to)

/**
 * The page of these items as the index holds them, with a cursor after the last one when it is full.
 * @param limit as `checkedLimit` answered it
 */
export function pageOfItems(query: Query, limit: number, found: readonly Item[]): Page {
  const { index } = query
  const items = index ? found.map((item) => indexed(index, item)) : found
  const last = items.at(-1)
  if (!last || items.length < limit || isFarEnd(query, last)) return { items }
  const parts = query.index ? [last.sk, last.pk, sortKeyOf(last, query.index)] : [last.sk]
  const nextCursor = Buffer.from(JSON.stringify([listOf(query), ...parts])).toString('base64url')
  return { items, nextCursor }
}

function cursorParts(cursor: string): readonly string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(parts) && parts.every((part) => typeof part === 'string')) return parts
  } catch {
    throw new BadCursor()
  }
  throw new BadCursor()
}

/**
 * Where to go on.
 * @throws BadCursor unless the cursor was given by the same query; one that was tampered with never leaves the partition
 */
export function positionOf(query: Query): Position | undefined {
  if (query.cursor === undefined) return undefined
  const [list, sk, pk = query.pk, indexSk] = cursorParts(query.cursor)
  const sorted = query.index ? indexSk : sk
  if (list !== listOf(query) || sk === undefined || sorted === undefined || !inRange(query, sorted)) {
    throw new BadCursor()
  }
  try {
    checkKey({ pk, sk })
    checkKey({ pk, sk: sorted })
  } catch {
    throw new BadCursor()
  }
  return indexSk === undefined ? { pk, sk } : { pk, sk, indexSk }
}
