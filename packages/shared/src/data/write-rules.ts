import { checkKey, itemBytes, storableItem } from './item-rules.ts'
import type { Condition, Item, ItemKey, Write } from './table.ts'

const writesMax = 100
const bytesMax = 4 * 1024 * 1024
/** Attributes that the table itself uses; a store names its own otherwise. */
export const reservedAttributes = [
  'pk',
  'sk',
  'entity',
  'version',
  'expiresAt',
  'lookupPk',
  'lookupSk',
  'duePk',
  'dueSk',
]

export const keyOf = (write: Write): ItemKey =>
  write.op === 'put' ? { pk: write.item.pk, sk: write.item.sk } : { pk: write.key.pk, sk: write.key.sk }

/** One text per key, for maps and comparisons. */
export const keyText = ({ pk, sk }: ItemKey): string => JSON.stringify([pk, sk])

/**
 * Refuses what DynamoDB would not take, before it is sent; both adapters ask here.
 * @returns copies of the writes with their items as they will be read again
 * @throws RangeError for a malformed transaction: none or over 100 writes, two of one key, a version that does not follow
 */
export function checkedWrites(writes: readonly Write[], token?: string): readonly Write[] {
  if (writes.length < 1 || writes.length > writesMax) throw new RangeError(`a transaction has 1 to ${writesMax} writes`)
  if (new Set(writes.map((write) => keyText(keyOf(write)))).size < writes.length) {
    throw new RangeError('a transaction writes a key once')
  }
  if (token !== undefined && (token === '' || token.length > 36)) throw new RangeError('a token has 1 to 36 characters')
  const checked = writes.map(checkedWrite)
  const bytes = checked.reduce((sum, write) => sum + (write.op === 'put' ? itemBytes(write.item) : 0), 0)
  if (bytes > bytesMax) throw new RangeError('a transaction is larger than 4 MB')
  return checked
}

function checkedWrite(write: Write): Write {
  checkKey(keyOf(write))
  if (write.op === 'put') return checkedPut(write)
  if (write.op === 'add') checkAdd(write)
  return write
}

function checkedPut(write: Extract<Write, { op: 'put' }>): Write {
  const item = storableItem(write.item)
  if (write.when === 'absent' && item.version < 1) throw new RangeError(`a new ${item.entity} has a version`)
  if (typeof write.when === 'object' && item.version !== write.when.version + 1) {
    throw new RangeError(`a changed ${item.entity} has the next version`)
  }
  return { ...write, item }
}

function checkAdd({ add, within }: Extract<Write, { op: 'add' }>): void {
  if (!Object.values(add).every(Number.isSafeInteger)) throw new RangeError('what is added is an integer')
  const names = [...Object.keys(add), ...Object.keys(within ?? {})]
  for (const [name, { min, max }] of Object.entries(within ?? {})) {
    const bounds = [min, max].filter((bound) => bound !== undefined)
    const exact = bounds.every((bound) => Number.isSafeInteger(bound) && Number.isSafeInteger(bound - (add[name] ?? 0)))
    if (bounds.length === 0 || !exact || (min ?? 0) > (max ?? min ?? 0)) throw new RangeError(`no bounds of ${name}`)
  }
  const bad = names.find((name) => name === '' || reservedAttributes.includes(name))
  if (bad !== undefined) throw new RangeError(`nothing is added to ${bad}`)
}

/** Whether a condition holds of what is stored; `stored` is undefined when absent or expired. */
function holds(when: Condition | 'always', stored: Item | undefined): boolean {
  if (when === 'always') return true
  if (when === 'absent') return stored === undefined
  return stored !== undefined && (when === 'present' || stored.version === when.version)
}

function sumOf(stored: Item, name: string, added: number): number | undefined {
  const value = stored[name] ?? (stored[name] === null ? null : 0)
  return typeof value === 'number' ? value + added : undefined
}

function added({ add, within }: Extract<Write, { op: 'add' }>, stored: Item): Item | 'failed' {
  for (const [name, { min, max }] of Object.entries(within ?? {})) {
    const sum = sumOf(stored, name, add[name] ?? 0)
    if (sum === undefined || sum < (min ?? sum) || sum > (max ?? sum)) return 'failed'
  }
  const sums: Record<string, number> = {}
  for (const [name, value] of Object.entries(add)) {
    const sum = sumOf(stored, name, value)
    if (sum === undefined) throw new RangeError(`${name} of a ${stored.entity} is no number to add to`)
    sums[name] = sum
  }
  return { ...stored, ...sums, version: stored.version + 1 }
}

/**
 * What one write makes of the stored item, as DynamoDB would decide it.
 * @param stored undefined when absent or expired
 * @returns the item afterwards, undefined when there is none then, or 'failed'
 */
export function applied(write: Write, stored: Item | undefined): Item | undefined | 'failed' {
  switch (write.op) {
    case 'put':
      return holds(write.when, stored) ? write.item : 'failed'
    case 'delete':
      return holds(write.when, stored) ? undefined : 'failed'
    case 'check':
      return holds(write.when, stored) ? stored : 'failed'
    case 'add':
      return stored === undefined ? 'failed' : added(write, stored)
  }
}
