import type { Item, Table } from './table.ts'
import { keyText } from './write-rules.ts'

/**
 * A table for one attempt: what is asked for by its key and may be stale, such as the campus and its policies, is read once,
 * so that rules which need the same need not know of each other. What must be current is read each time: a second read may
 * be there to see what a rival has done.
 */
export function readsOnce(table: Table): Table {
  const known = new Map<string, Promise<Item | undefined>>()
  return {
    ...table,
    async get(key, options) {
      if (options?.consistent !== false) return table.get(key, options)
      const item = known.get(keyText(key)) ?? table.get(key, options)
      known.set(keyText(key), item)
      return item
    },
  }
}
