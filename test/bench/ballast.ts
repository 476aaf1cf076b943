import { createHash } from 'node:crypto'
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
function copyName(copy: number): string {
  let text = ''
  for (let at = 0, rest = copy; at < 8; at += 1, rest = Math.floor(rest / 32)) text = crockford[rest % 32] + text
  return text
}

const renamedId = (id: string, name: string): string => `${id.slice(0, 14)}${name}${id.slice(22)}`
const renamedDigest = (digest: string, copy: number): string =>
  `${copy.toString(16).padStart(8, '0')}${digest.slice(8)}`

/**
 * A text with every id of a family's things and every digest made the copy's own.
 * @param copy from 1; 0 is the text itself
 */
export function inCopy(text: string, copy: number): string {
  if (copy === 0) return text
  const name = copyName(copy)
  return text.replace(names, (found, prefix: string | undefined) => {
    if (prefix === undefined) return renamedDigest(found, copy)
    return shared.has(prefix) ? found : renamedId(found, name)
  })
}

/** What nobody but the relay or a repeated request reads, and what expires. */
const passing = new Set(['outbox', 'inbox', 'idempotency'])
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

/** Orders items of equal sort keys in an index, which copies have not; the least, so that a page never begins with the last's end. */
const firstOfEquals = new Uint8Array(20)
const digest = (text: string): Uint8Array => createHash('sha1').update(text).digest()
const asBytes = (text: string | null): Uint8Array | null => (text === null ? null : Buffer.from(text))

function copied(row: Row, copy: number): readonly (Uint8Array | number | null)[] | undefined {
  const [hash, range, lookupPk, lookupSk, duePk, dueSk] = keyColumns.map((column) => {
    const text = textOf(row[column])
    return text === null ? null : inCopy(text, copy)
  })
  if (!hash || !range || (hash === textOf(row.hashKey) && range === textOf(row.rangeKey))) return undefined
  const json = dueLater(inCopy(textOf(row.ObjectJSON) ?? '', copy))
  const indexed = [lookupPk, lookupSk, duePk, dueSk && later(dueSk)].map((text) => asBytes(text ?? null))
  const hashes = [digest(hash), digest(range), Number(row.itemSize), asBytes(json), firstOfEquals]
  return [asBytes(hash), asBytes(range), ...hashes, ...indexed]
}

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
    for (const row of own) {
      for (let copy = 1; copy <= copies; copy += 1) {
        const values = copied(row, copy)
        if (!values) break
        insert.run(...values)
        items += 1
      }
    }
    database.exec('COMMIT')
    return items
  } finally {
    database.close()
  }
}
