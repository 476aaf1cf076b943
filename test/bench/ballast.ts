import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'

/*
 * DynamoDB Local takes about 2,000 items a second, so a hundred thousand students would take it half an hour. It keeps its
 * tables in one SQLite file, a row for each item: while it is stopped, rows that it wrote itself are multiplied there.
 */

/** What is of the campus and not of a family: its copies would be the same course, the same partner. */
const shared = new Set(['crs', 'trm', 'prt', 'exm'])
const names = /([a-z]{3})_[0-9A-HJKMNP-TV-Z]{26}|\b[0-9a-f]{64}\b/g
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Eight characters that name a copy. */
export function copyName(copy: number): string {
  let text = ''
  for (let at = 0, rest = copy; at < 8; at += 1, rest = Math.floor(rest / 32)) text = crockford[rest % 32] + text
  return text
}

const hexName = (copy: number): string => copy.toString(16).padStart(8, '0')

/** A text in which every id of a family's things and every digest has room for the name of a copy. */
interface Pattern {
  readonly text: string
  readonly pieces: readonly string[]
  /** What stands between the pieces, in their order. */
  readonly rooms: readonly ('id' | 'digest')[]
}

export function patternOf(text: string): Pattern {
  const pieces: string[] = []
  const rooms: ('id' | 'digest')[] = []
  let from = 0
  for (const { 0: found, 1: prefix, index } of text.matchAll(names)) {
    if (prefix !== undefined && shared.has(prefix)) continue
    const room = index + (prefix === undefined ? 0 : 14)
    pieces.push(text.slice(from, room))
    rooms.push(prefix === undefined ? 'digest' : 'id')
    from = Math.min(room + 8, index + found.length)
  }
  return { text, pieces: [...pieces, text.slice(from)], rooms }
}

function filled({ text, pieces, rooms }: Pattern, copy: number): string {
  if (copy === 0) return text
  const by = { id: copyName(copy), digest: hexName(copy) }
  let copied = ''
  for (const [at, piece] of pieces.entries()) {
    const room = rooms[at]
    copied += room ? piece + by[room] : piece
  }
  return copied
}

/**
 * A text with every id of a family's things and every digest made the copy's own.
 * @param copy from 1; 0 is the text itself
 */
export const inCopy = (text: string, copy: number): string => filled(patternOf(text), copy)

/** What nobody but the relay or a repeated request reads, and what expires. */
export const passing = new Set(['outbox', 'inbox', 'idempotency'])
const keyColumns = ['hashKey', 'rangeKey', 'indexKey_0', 'indexKey_1', 'indexKey_2', 'indexKey_3'] as const

type Row = Record<string, SQLOutputValue>

const textOf = (value: SQLOutputValue | undefined): string | null =>
  value === null || value === undefined
    ? null
    : value instanceof Uint8Array
      ? Buffer.from(value).toString()
      : `${value}`

const entityOf = (row: Row): string => /"entity":\{"S":"(\w+)"\}/.exec(textOf(row.ObjectJSON) ?? '')?.[1] ?? ''

/** A copy is due ten years later, so that what is due is as much however many there are. */
const later = (text: string): string => text.replace(/^2026/, '2036')
const dueLater = (json: string): string => json.replace(/("dueSk":\{"S":")2026/, '$12036')

/**
 * Stands for DynamoDB Local's own hashes of keys. They order a scan, and items of equal sort keys in an index, which copies
 * are not; the least, so that a page of an index never begins with the end of the one before.
 */
const noHash = new Uint8Array(20)

/** A row with room for the name of a copy; undefined when its copies would have the same key. */
function rowPattern(row: Row) {
  const [hash, range, lookupPk, lookupSk, duePk, dueSk] = keyColumns.map((column) => {
    const text = textOf(row[column])
    return text === null ? undefined : patternOf(column === 'indexKey_3' ? later(text) : text)
  })
  if (!hash || !range || hash.rooms.length + range.rooms.length === 0) return undefined
  const json = patternOf(dueLater(textOf(row.ObjectJSON) ?? ''))
  return { keys: [hash, range], json, indexes: [lookupPk, lookupSk, duePk, dueSk], bytes: Number(row.itemSize) }
}

const bytesOf = (pattern: Pattern | undefined, copy: number) =>
  pattern === undefined ? null : Buffer.from(filled(pattern, copy))

/**
 * Multiplies what a table of DynamoDB Local holds.
 * @param file its SQLite file, which no server has open
 * @param copies beside the original
 * @returns how many items it then holds
 */
export function multiply(file: string, table: string, copies: number): number {
  const database = new DatabaseSync(file)
  try {
    database.exec('PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -400000')
    const rows = database.prepare(`SELECT * FROM "${table}"`).all()
    const own = rows.filter((row) => !passing.has(entityOf(row)))
    const insert = database.prepare(
      `INSERT INTO "${table}" (hashKey, rangeKey, hashValue, rangeValue, itemSize, ObjectJSON, hashRangeValue,
       indexKey_0, indexKey_1, indexKey_2, indexKey_3) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    let items = rows.length
    database.exec('BEGIN')
    for (const pattern of own.flatMap((row) => rowPattern(row) ?? [])) {
      for (let copy = 1; copy <= copies; copy += 1) {
        const [keys, indexes] = [pattern.keys, pattern.indexes].map((all) => all.map((one) => bytesOf(one, copy)))
        const json = bytesOf(pattern.json, copy)
        insert.run(...(keys ?? []), noHash, noHash, pattern.bytes, json, noHash, ...(indexes ?? []))
      }
      items += copies
    }
    database.exec('COMMIT')
    return items
  } finally {
    database.close()
  }
}
