import type { Item, ItemKey, ItemValue } from './table.ts'

/** What DynamoDB sets; kept by both adapters, so that what memory takes DynamoDB takes. */
const itemBytesMax = 400 * 1024
const pkBytesMax = 2048
const skBytesMax = 1024
const depthMax = 30
const smallest = 1e-120

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function storableNumber(value: number): number {
  const size = Math.abs(value)
  const known = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value) && size > smallest
  if (!known) throw new RangeError('no number that a table keeps exactly')
  return value === 0 ? 0 : value
}

/**
 * A deep copy as the table would give it back: without undefined members and -0, text well formed.
 * @throws RangeError for what a table cannot keep: dates, functions, undefined in a list, numbers that are not exact
 */
export function storableValue(value: unknown, depth = 0): ItemValue {
  if (depth > depthMax) throw new RangeError('an item is nested too deep')
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value === 'number') return storableNumber(value)
  if (typeof value === 'boolean' || value === null) return value
  if (Array.isArray(value)) return value.map((member) => storableValue(member, depth + 1))
  if (isPlain(value)) return storableMembers(value, depth + 1)
  throw new RangeError(`a table keeps no ${typeof value}`)
}

/** The members of a plain object as the table would give them back. */
export function storableMembers(value: object, depth = 0): Record<string, ItemValue> {
  const copy: Record<string, ItemValue> = {}
  for (const [name, member] of Object.entries(value)) {
    if (name === '') throw new RangeError('an attribute has a name')
    if (member !== undefined) copy[name] = storableValue(member, depth)
  }
  return copy
}

/** Bytes of a value as DynamoDB counts them, rounded up. */
function bytesOf(value: ItemValue | undefined): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value === 'number') return 2 + Math.ceil(String(value).length / 2)
  if (value === undefined) return 0
  if (value === null || typeof value === 'boolean') return 1
  return (
    3 + Object.entries(value).reduce((sum, [name, member]) => sum + 1 + nameBytes(value, name) + bytesOf(member), 0)
  )
}

const nameBytes = (holder: object, name: string): number => (Array.isArray(holder) ? 0 : Buffer.byteLength(name))

/**
 * Size of an item in bytes, as capacity units and limits count it.
 * @throws RangeError when DynamoDB would not take an item of that size
 */
export function itemBytes(item: Item): number {
  const bytes = bytesOf(item)
  if (bytes > itemBytesMax) throw new RangeError(`a ${item.entity} item is larger than 400 KB`)
  return bytes
}

/** @throws RangeError unless both parts are non-empty and within DynamoDB's lengths */
export function checkKey({ pk, sk }: ItemKey): void {
  if (!fits(pk, pkBytesMax) || !fits(sk, skBytesMax))
    throw new RangeError('a key has two parts, neither empty nor long')
}

const fits = (text: string, bytesMax: number): boolean =>
  text !== '' && text.isWellFormed() && Buffer.byteLength(text) <= bytesMax

function checkIndexPair(pk: unknown, sk: unknown): void {
  if (pk === undefined && sk === undefined) return
  if (typeof pk !== 'string' || typeof sk !== 'string')
    throw new RangeError('an item is in an index by both attributes')
  checkKey({ pk, sk })
}

/**
 * A deep copy of an item as the table would give it back, whatever its size.
 * @throws RangeError when DynamoDB would not take it
 */
export function storableItem(item: Item): Item {
  checkKey(item)
  checkIndexPair(item.lookupPk, item.lookupSk)
  checkIndexPair(item.duePk, item.dueSk)
  if (!Number.isSafeInteger(item.version) || item.version < 1) throw new RangeError('a version is an integer from 1')
  if (!Number.isSafeInteger(item.expiresAt ?? 0)) throw new RangeError('an expiry is in whole seconds')
  return itemFrom(storableMembers(item))
}

const isItem = (value: object): value is Item =>
  'pk' in value &&
  typeof value.pk === 'string' &&
  'sk' in value &&
  typeof value.sk === 'string' &&
  'entity' in value &&
  typeof value.entity === 'string' &&
  'version' in value &&
  typeof value.version === 'number'

/**
 * Attributes read from somewhere as an item.
 * @throws RangeError when they lack what every item has
 */
export function itemFrom(attributes: object): Item {
  if (!isItem(attributes)) throw new RangeError('not an item of this table')
  return attributes
}

/** True when the item counts as gone at that moment. */
export const isExpired = (item: Item, nowSeconds: number): boolean =>
  item.expiresAt !== undefined && item.expiresAt <= nowSeconds
