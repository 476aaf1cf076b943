import type { ItemKind, Stored } from './define-item.ts'
import type { Query, Table } from './table.ts'

/** What a caller asks of a list. */
export interface PageRequest {
  readonly limit: number
  readonly cursor?: string | undefined
}

/** One page of items of one kind. */
export interface StoredPage<Value> {
  readonly items: readonly Stored<Value>[]
  readonly nextCursor?: string
}

/** One page of a query that finds items of one kind only. */
export async function readPage<Value>(
  table: Table,
  kind: ItemKind<Value>,
  query: Omit<Query, 'limit' | 'cursor'> & PageRequest,
): Promise<StoredPage<Value>> {
  const { cursor, ...rest } = query
  const page = await table.query({ ...rest, ...(cursor !== undefined && { cursor }) })
  return { items: page.items.map(kind.read), ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }) }
}

/** Everything that a query finds, page after page: only for what is bounded by its nature, such as one account's entries. */
export async function readAll<Value>(
  table: Table,
  kind: ItemKind<Value>,
  query: Omit<Query, 'limit' | 'cursor'>,
): Promise<readonly Stored<Value>[]> {
  const found: Stored<Value>[] = []
  let page = await readPage(table, kind, { ...query, limit: 1000 })
  for (;;) {
    found.push(...page.items)
    if (page.nextCursor === undefined) return found
    page = await readPage(table, kind, { ...query, limit: 1000, cursor: page.nextCursor })
  }
}
