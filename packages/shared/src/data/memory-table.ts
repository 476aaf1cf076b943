import { isDeepStrictEqual } from 'node:util'
import { type Clock, epochMs, instantFromEpochMs } from '../kernel/instant.ts'
import { checkKey, isExpired, storableItem } from './item-rules.ts'
import { type MemoryItems, memoryItems } from './memory-items.ts'
import {
  checkedLimit,
  inRange,
  isEmptyRange,
  type Position,
  pageOfItems,
  positionOf,
  sortKeyOf,
} from './query-rules.ts'
import type { Item, ItemKey, Page, Query, Table, TransactOutcome, Write, WriteFailure } from './table.ts'
import { compareUtf8 } from './utf8-order.ts'
import { applied, checkedWrites, keyOf } from './write-rules.ts'

/** One item before and after a commit, as a stream would tell it. */
export interface ItemChange {
  readonly key: ItemKey
  readonly before: Item | undefined
  readonly after: Item | undefined
}

export interface MemoryTable extends Table {
  /** Every item that has not expired, by key; for tests and the simulator. */
  all(): readonly Item[]
  /** Calls the listener within each commit with its changes, in the order of commits. */
  onCommit(listener: (changes: readonly ItemChange[]) => void): void
}

export interface MemoryTableOptions {
  /** Tells what has expired. Without it nothing ever does. */
  readonly clock?: Clock
}

const tokenLifeMs = 10 * 60 * 1000

/** How index and key order two items, ties by key. */
const byOrder =
  (query: Query) =>
  (a: Item, b: Item): number =>
    compareUtf8(sortKeyOf(a, query.index) ?? '', sortKeyOf(b, query.index) ?? '') ||
    compareUtf8(a.pk, b.pk) ||
    compareUtf8(a.sk, b.sk)

const isAfter = (item: Item, position: Position, query: Query): boolean => {
  const order =
    compareUtf8(sortKeyOf(item, query.index) ?? '', position.indexSk ?? position.sk) ||
    compareUtf8(item.pk, position.pk) ||
    compareUtf8(item.sk, position.sk)
  return query.descending ? order < 0 : order > 0
}

function page(query: Query, partition: readonly Item[]): Page {
  const limit = checkedLimit(query)
  const position = positionOf(query)
  if (isEmptyRange(query)) return { items: [] }
  const inOrder = partition.filter((item) => inRange(query, sortKeyOf(item, query.index) ?? '')).sort(byOrder(query))
  if (query.descending) inOrder.reverse()
  const items = inOrder.filter((item) => !position || isAfter(item, position, query)).slice(0, limit)
  return pageOfItems(query, limit, items.map(storableItem))
}

/** Remembers the tokens of ten minutes. */
function tokens(nowMs: () => number) {
  const known = new Map<string, { readonly writes: readonly Write[]; readonly at: number }>()
  const forget = (): void => {
    for (const [token, { at }] of known) {
      if (nowMs() - at < tokenLifeMs) return
      known.delete(token)
    }
  }
  return {
    /** @throws RangeError when the token was used with other writes */
    isDone(token: string, writes: readonly Write[]): boolean {
      forget()
      const earlier = known.get(token)
      if (earlier && !isDeepStrictEqual(earlier.writes, writes)) throw new RangeError('a token with other writes')
      return earlier !== undefined
    },
    done: (token: string, writes: readonly Write[]) => known.set(token, { writes, at: nowMs() }),
  }
}

function transactIn(items: MemoryItems, live: (key: ItemKey) => Item | undefined, writes: readonly Write[]) {
  const failures: WriteFailure[] = []
  const changes = writes.map((write, index): ItemChange => {
    const before = live(keyOf(write))
    const after = applied(write, before)
    if (after === 'failed') failures.push({ index, reason: 'condition' })
    return { key: keyOf(write), before, after: after === 'failed' ? before : after }
  })
  if (failures.length > 0) return { failures, changes: [] }
  for (const { key, after } of changes) items.set(key, after)
  return { failures, changes: changes.filter(({ before, after }) => before !== after) }
}

/**
 * The Table port in memory: answers as DynamoDB would, copies in and out, each transaction at once. For fast tests and
 * the simulator; the contract suite proves it equal to DynamoDB.
 */
export function memoryTable(options: MemoryTableOptions = {}): MemoryTable {
  const clock = options.clock ?? { now: () => instantFromEpochMs(0) }
  const nowMs = (): number => epochMs(clock.now())
  const items = memoryItems()
  const listeners: ((changes: readonly ItemChange[]) => void)[] = []
  const seen = tokens(nowMs)
  const isLive = (item: Item): boolean => item.expiresAt === undefined || !isExpired(item, Math.floor(nowMs() / 1000))
  const live = (key: ItemKey): Item | undefined => {
    const item = items.get(key)
    return item && isLive(item) ? item : undefined
  }
  const read = (key: ItemKey): Item | undefined => {
    checkKey(key)
    const item = live(key)
    return item && storableItem(item)
  }
  return {
    get: async (key) => read(key),
    getMany: async (keys) => {
      if (keys.length > 100) throw new RangeError('at most 100 keys')
      return keys.map(read)
    },
    query: async (query) => page(query, items.partition(query.index, query.pk).filter(isLive)),
    transact: async (unchecked, token): Promise<TransactOutcome> => {
      const writes = checkedWrites(unchecked, token)
      if (token !== undefined && seen.isDone(token, writes)) return { done: true }
      const { failures, changes } = transactIn(items, live, writes)
      if (failures.length > 0) return { done: false, failures }
      if (token !== undefined) seen.done(token, writes)
      for (const listener of listeners) listener(changes)
      return { done: true }
    },
    all: () => items.all().filter(isLive).map(storableItem),
    onCommit: (listener) => {
      listeners.push(listener)
    },
  }
}
