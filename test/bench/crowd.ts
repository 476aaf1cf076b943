import { type MemoryTable, memoryTable } from '@tutelage/shared/data/memory-table.ts'
import type { Item, ItemKey, Query, Table } from '@tutelage/shared/data/table.ts'
import { keyOf, keyText } from '@tutelage/shared/data/write-rules.ts'
import type { Clock } from '@tutelage/shared/kernel/instant.ts'
import { copyName, inCopy, passing, patternOf } from './ballast.ts'

/*
 * Fifty thousand students are two million items, of which a request or a job asks for a handful: so a copy is made when somebody
 * asks for its key or its partition, and not before. What nobody asks for cannot be in the units.
 */

/** Which attributes name a partition. */
const partitionOf = { table: 'pk', lookup: 'lookupPk', due: 'duePk' } as const
type Partition = keyof typeof partitionOf

/** A text without what a copy has of its own; the same for all copies of one. */
const shapeOf = (text: string): string => patternOf(text).pieces.join('\n')
const isOwn = (text: string): boolean => patternOf(text).rooms.length > 0

/** A copy's classes are of another term, which has passed, its exams are others, and its students were born on other days: none is due. */
const elsewhen = (text: string): string =>
  text.replaceAll(/(trm|exm)_[0-9A-Z]{4}/g, '$1_0000').replaceAll(/(BIRTHDAYS#\w+#\d+-)\d+/g, '$100')

/** A copy was filed two years before, and is due years later: of what is new or due there is as much however many there are. */
const earlier = (text: string): string => text.replaceAll('2026-', '2024-')

const notYet = (dueSk: string): string => dueSk.replace(/^\d{4}/, '2099')

function copyOf(item: Item, copy: number): Item {
  const { duePk, dueSk, lookupPk, lookupSk, ...kept } = item
  const parsed: Item = JSON.parse(elsewhen(inCopy(JSON.stringify(kept), copy)))
  return {
    ...parsed,
    ...(duePk && dueSk && { duePk, dueSk: inCopy(notYet(dueSk), copy) }),
    ...(lookupPk &&
      lookupSk && { lookupPk: inCopy(elsewhen(earlier(lookupPk)), copy), lookupSk: inCopy(earlier(lookupSk), copy) }),
  }
}

/** The number of the copy that a text is of, if it is of one of so many. */
function copyIn(text: string, names: ReadonlyMap<string, number>): number | undefined {
  const { pieces, rooms, text: whole } = patternOf(text)
  if (rooms[0] !== 'id') return undefined
  const at = (pieces[0] ?? '').length
  return names.get(whole.slice(at, at + 8))
}

/** The items that are copied, found by the shape of their keys and of their partitions. */
function originals(items: readonly Item[]) {
  const own = items.filter(({ pk, sk, entity }) => !passing.has(entity) && isOwn(pk + sk))
  const byKey = Map.groupBy(own, ({ pk, sk }) => shapeOf(elsewhen(`${pk} ${sk}`)))
  const inPartition = (partition: Partition) =>
    Map.groupBy(own, (item) => {
      const name = String(item[partitionOf[partition]] ?? '')
      return shapeOf(elsewhen(partition === 'lookup' ? earlier(name) : name))
    })
  const partitions = { table: inPartition('table'), lookup: inPartition('lookup'), due: inPartition('due') }
  return {
    ofKey: ({ pk, sk }: ItemKey) => byKey.get(shapeOf(`${pk} ${sk}`)) ?? [],
    ofPartition: ({ index, pk }: Query) => partitions[index ?? 'table'].get(shapeOf(pk)) ?? [],
  }
}

/** How many of everything there are beside the original. */
export interface Crowd {
  /** Of each family of the campus. */
  readonly copies: number
  /** Campuses beside the two. */
  readonly campuses: number
}

/** What other campuses have where the chain looks: what they filed as due, and themselves. What only they ask for is left out. */
function ofCampuses(items: readonly Item[], campuses: number): readonly Item[] {
  const filed = items.filter(({ pk, duePk = '', lookupPk = '', entity }) => {
    return !passing.has(entity) && [pk, duePk, lookupPk].some((partition) => partition.startsWith('CH#'))
  })
  return Array.from({ length: campuses }, (_, at) => `$1-${at}`).flatMap((name) =>
    filed.flatMap((item) => {
      const { dueSk, ...kept } = item
      const other: Item = JSON.parse(JSON.stringify(kept).replaceAll(/(cam_(?:east|west))/g, name))
      return keyText(other) === keyText(item) ? [] : [{ ...other, ...(dueSk && { dueSk: notYet(dueSk) }) }]
    }),
  )
}

const atOnce = 50

/**
 * What a table holds, among many more families and campuses, with all that is theirs.
 * @param items what it holds; the table is another, and the first stays as it is
 */
export function crowded(items: readonly Item[], { copies, campuses, clock }: Crowd & { readonly clock: Clock }): Table {
  const table: MemoryTable = memoryTable({ clock })
  const found = originals(items)
  const names = new Map(Array.from({ length: copies }, (_, at) => [copyName(at + 1), at + 1]))
  const made = new Set<string>()
  const put = async (some: readonly Item[]): Promise<void> => {
    const fresh = some.filter((item) => !made.has(keyText(item)))
    for (const item of fresh) made.add(keyText(item))
    for (let from = 0; from < fresh.length; from += atOnce) {
      await table.transact(fresh.slice(from, from + atOnce).map((item) => ({ op: 'put', item, when: 'always' })))
    }
  }
  const begun = put([...items, ...ofCampuses(items, campuses)])
  const makeKeys = async (keys: readonly ItemKey[]): Promise<void> => {
    await begun
    const copied = keys.flatMap((key) => {
      const copy = copyIn(`${key.pk} ${key.sk}`, names)
      if (copy === undefined) return []
      return found
        .ofKey(key)
        .map((item) => copyOf(item, copy))
        .filter((item) => keyText(item) === keyText(key))
    })
    await put(copied)
  }
  const makePartition = async (query: Query): Promise<void> => {
    await begun
    const its = found.ofPartition(query)
    const copy = copyIn(query.pk, names)
    // A partition of a family has its copy of each item, one of the campus has all copies.
    const numbers = isOwn(query.pk) ? (copy === undefined ? [] : [copy]) : [...names.values()]
    const attribute = partitionOf[query.index ?? 'table']
    for (const item of its) {
      await put(numbers.map((number) => copyOf(item, number)).filter((one) => one[attribute] === query.pk))
    }
  }
  return {
    async get(key, options) {
      await makeKeys([key])
      return table.get(key, options)
    },
    async getMany(keys) {
      await makeKeys(keys)
      return table.getMany(keys)
    },
    async query(query) {
      // What is due is asked for by the moment, and no copy has come due: none has to be made.
      if (query.index !== 'due') await makePartition(query)
      else await begun
      return table.query(query)
    },
    async transact(writes, token) {
      await makeKeys(writes.map(keyOf))
      return table.transact(writes, token)
    },
  }
}
