import type { Item, ItemKey, Query, Table, Write } from '@tutelage/shared/data/table.ts'
import { keyOf, keyText } from '@tutelage/shared/data/write-rules.ts'
import { readUnits, sizeOf, unitsOfWrite, type WriteUnits, type Written } from './capacity.ts'

/** One item that was asked for by its key. */
export interface KeyRead {
  readonly kind: 'key'
  readonly key: string
  readonly isEmpty: boolean
  readonly units: number
}

/** One page of a query. */
export interface PageRead {
  readonly kind: 'page'
  /** What was asked. */
  readonly query: string
  /** The keys that it found with a consistent read; of an index none counts as read. */
  readonly found: readonly string[]
  readonly isEmpty: boolean
  readonly units: number
}

/** One item of one commit. */
export interface ItemWrite extends Written {
  readonly kind: 'write'
  readonly key: string
  /** Numbers the commits from 1. */
  readonly commit: number
  readonly units: WriteUnits
}

/** All that a table was asked for, in order. */
export type Access = KeyRead | PageRead | ItemWrite

/** A table, and what it is asked for as long as somebody listens. */
export interface MeteredTable extends Table {
  /** What was asked since this was called last. */
  taken(): readonly Access[]
}

const isPlain = (writes: readonly Write[], token: string | undefined): boolean =>
  token === undefined && writes.length === 1 && writes.every((write) => write.op === 'put' && write.when === 'always')

const bytesOf = (item: Item | undefined): number => (item ? sizeOf(item) : 0)

function pageRead(query: Query, items: readonly Item[]): PageRead {
  const consistent = !query.index && (query.consistent ?? true)
  const bytes = items.reduce((sum, item) => sum + sizeOf(item), 0)
  const found = consistent ? items.map((item) => keyText(item)) : []
  const units = readUnits(bytes, consistent)
  return { kind: 'page', query: JSON.stringify(query), found, isEmpty: items.length === 0, units }
}

/**
 * Counts what a table is asked for. A commit that fails counts too, as it is charged: each item as it stands.
 * @param peek shows the items of a commit before and after it; the same table
 */
export function meteredTable(table: Table, peek: Pick<Table, 'getMany'> = table): MeteredTable {
  let accesses: Access[] = []
  let commits = 0
  const readKey = (key: ItemKey, item: Item | undefined, consistent: boolean): void => {
    accesses.push({ kind: 'key', key: keyText(key), isEmpty: !item, units: readUnits(bytesOf(item), consistent) })
  }
  return {
    async get(key, options) {
      const item = await table.get(key, options)
      readKey(key, item, options?.consistent ?? true)
      return item
    },
    async getMany(keys) {
      const items = await table.getMany(keys)
      const asked = new Map(keys.map((key, at) => [keyText(key), { key, item: items[at] }]))
      for (const { key, item } of asked.values()) readKey(key, item, true)
      return items
    },
    async query(query) {
      const page = await table.query(query)
      accesses.push(pageRead(query, page.items))
      return page
    },
    async transact(writes, token) {
      const keys = writes.map(keyOf)
      const before = await peek.getMany(keys)
      const outcome = await table.transact(writes, token)
      const after = await peek.getMany(keys)
      commits += 1
      for (const [at, key] of keys.entries()) {
        const written = { before: before[at], after: after[at], inTransaction: !isPlain(writes, token) }
        accesses.push({ kind: 'write', key: keyText(key), commit: commits, units: unitsOfWrite(written), ...written })
      }
      return outcome
    },
    taken() {
      const all = accesses
      accesses = []
      return all
    },
  }
}
