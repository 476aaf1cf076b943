import type { IndexName } from '@tutelage/shared/data/table.ts'
import { unitsOfWrite } from './capacity.ts'
import type { Access, ItemWrite, KeyRead, PageRead } from './metered-table.ts'

/** What an operation takes, or the least that its items need. */
export interface Units {
  readonly read: number
  /** Of the table, and of its indexes. */
  readonly write: number
  readonly index: number
  /** Commits. */
  readonly commits: number
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const writesOf = (accesses: readonly Access[]): readonly ItemWrite[] =>
  accesses.filter((access) => access.kind === 'write')
const keysOf = (accesses: readonly Access[]): readonly KeyRead[] => accesses.filter((access) => access.kind === 'key')
const pagesOf = (accesses: readonly Access[]): readonly PageRead[] =>
  accesses.filter((access) => access.kind === 'page')

/** What was taken. */
export function unitsTaken(accesses: readonly Access[]): Units {
  const writes = writesOf(accesses)
  return {
    read: sum([...keysOf(accesses), ...pagesOf(accesses)].map(({ units }) => units)),
    write: sum(writes.map(({ units }) => units.table)),
    index: sum(writes.map(({ units }) => units.lookup + units.due)),
    commits: new Set(writes.map(({ commit }) => commit)).size,
  }
}

/** One of each: what was asked twice alike counts once, at its dearest. */
function dearest<Asked extends { readonly units: number }>(all: readonly Asked[], name: (one: Asked) => string) {
  const units = new Map<string, number>()
  for (const one of all) units.set(name(one), Math.max(units.get(name(one)) ?? 0, one.units))
  return sum([...units.values()])
}

/** Each page once, and each item once unless a consistent page showed it. */
function leastReads(accesses: readonly Access[]): number {
  const shown = new Set(pagesOf(accesses).flatMap(({ found }) => found))
  const alone = keysOf(accesses).filter(({ key }) => !shown.has(key))
  return dearest(pagesOf(accesses), ({ query }) => query) + dearest(alone, ({ key }) => key)
}

/** Each item once, from how it was to how it is. */
function overall(writes: readonly ItemWrite[]): readonly ItemWrite[] {
  const byKey = new Map<string, ItemWrite>()
  for (const write of writes) {
    const earlier = byKey.get(write.key)
    byKey.set(write.key, earlier ? { ...write, before: earlier.before } : write)
  }
  return [...byKey.values()]
}

const indexes: readonly IndexName[] = ['lookup', 'due']

/**
 * The least that the items of an operation need: each read once, each changed once, all of it in one commit. What makes it
 * happen once and tells of it, the inbox or idempotency item and the outbox item, is among them; so are whole items in
 * `lookup`, from which lists are answered.
 */
export function leastUnits(accesses: readonly Access[]): Units {
  const writes = overall(writesOf(accesses)).map((write) => unitsOfWrite(write))
  return {
    read: leastReads(accesses),
    write: sum(writes.map(({ table }) => table)),
    index: sum(writes.flatMap((units) => indexes.map((index) => units[index]))),
    commits: writes.length > 0 ? 1 : 0,
  }
}

/** True when nothing was taken beyond the least. */
export const isLeast = (taken: Units, least: Units): boolean =>
  taken.read <= least.read && taken.write <= least.write && taken.index <= least.index && taken.commits <= least.commits
