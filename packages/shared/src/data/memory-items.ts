import { indexKeys } from './query-rules.ts'
import type { IndexName, Item, ItemKey } from './table.ts'
import { compareUtf8 } from './utf8-order.ts'
import { keyText } from './write-rules.ts'

/** Items by key and by the partitions of the table and its indexes. */
export interface MemoryItems {
  get(key: ItemKey): Item | undefined
  /** Replaces or, with undefined, removes. */
  set(key: ItemKey, item: Item | undefined): void
  /** The items of one partition, in no order. */
  partition(index: IndexName | undefined, pk: string): readonly Item[]
  /** By key. */
  all(): readonly Item[]
}

type Partitions = Map<string, Map<string, Item>>

function file(partitions: Partitions, pk: string | undefined, text: string, item: Item | undefined): void {
  if (pk === undefined) return
  const partition = partitions.get(pk) ?? new Map<string, Item>()
  if (item) partition.set(text, item)
  else partition.delete(text)
  if (partition.size > 0) partitions.set(pk, partition)
  else partitions.delete(pk)
}

/** An empty store of items with the table's two indexes. */
export function memoryItems(): MemoryItems {
  const table: Partitions = new Map()
  const indexes: Record<IndexName, Partitions> = { lookup: new Map(), due: new Map() }
  const get = (key: ItemKey): Item | undefined => table.get(key.pk)?.get(keyText(key))
  return {
    get,
    set(key, item) {
      const before = get(key)
      const text = keyText(key)
      for (const index of ['lookup', 'due'] as const) {
        file(indexes[index], before?.[indexKeys[index].pk], text, undefined)
        file(indexes[index], item?.[indexKeys[index].pk], text, item)
      }
      file(table, key.pk, text, item)
    },
    partition: (index, pk) => [...((index ? indexes[index] : table).get(pk)?.values() ?? [])],
    all: () =>
      [...table.values()]
        .flatMap((partition) => [...partition.values()])
        .sort((a, b) => compareUtf8(a.pk, b.pk) || compareUtf8(a.sk, b.sk)),
  }
}
