import type { RouteContract } from '../contracts/define-route.ts'
import type { Language } from '../contracts/fields.ts'
import { columnTitle } from './column-titles.ts'
import { type Cell, csvText } from './csv.ts'
import { jsonSchemaOf } from './json-schema.ts'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** How a schema may look, when it is one of several. */
function choicesOf(schema: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!isRecord(schema)) return []
  const several = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((each) => (Array.isArray(each) ? each : []))
  return several.length > 0 ? several.flatMap(choicesOf) : [schema]
}

/** The dotted paths of what can stand in a cell; lists cannot. */
function pathsOf(schema: unknown, path: string): readonly string[] {
  const found = choicesOf(schema).flatMap((choice) => {
    if (choice.type === 'array') return []
    if (!isRecord(choice.properties)) return [path]
    return Object.entries(choice.properties).flatMap(([name, member]) =>
      pathsOf(member, path ? `${path}.${name}` : name),
    )
  })
  return [...new Set(found)]
}

/** The name of the table that holds what a reply says beside its lists. */
const figures = 'figures'

/**
 * The columns of one table of a reply: of a list of it, or of its `figures`, which are one row.
 * @param name one of the contract's `tables`
 */
export function columnsOf({ reply }: Pick<RouteContract, 'reply'>, name: string): readonly string[] {
  const schema = jsonSchemaOf(reply.body)
  if (name === figures) return pathsOf(schema, '').filter((path) => path !== 'nextCursor')
  const list = isRecord(schema.properties) ? schema.properties[name] : undefined
  return isRecord(list) ? pathsOf(list.items, '') : []
}

function cellOf(row: unknown, path: string): Cell {
  const value = path.split('.').reduce<unknown>((part, name) => (isRecord(part) ? part[name] : undefined), row)
  // Counts by names that only the reply knows.
  if (isRecord(value))
    return Object.entries(value)
      .map((count) => count.join(' '))
      .join(' · ')
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string' ? value : undefined
}

/** How a caller wants a table. */
export interface TableAsked {
  readonly name: string
  readonly header: boolean
  readonly byteOrderMark: boolean
  /** Titles in this language; the names of the fields without one. */
  readonly language?: Language | undefined
}

/**
 * One table of a reply as CSV: the same rows and values as the JSON has.
 * @param reply as the caller may see it: what is hidden from them is no longer in it
 */
export function replyCsv(contract: Pick<RouteContract, 'reply'>, reply: unknown, asked: TableAsked): string {
  const columns = columnsOf(contract, asked.name)
  const list = isRecord(reply) ? reply[asked.name] : undefined
  const rows = asked.name === figures ? [reply] : Array.isArray(list) ? list : []
  const { language } = asked
  const heading = columns.map((path) => (language ? columnTitle(path, language) : path))
  const cells = rows.map((row) => columns.map((path) => cellOf(row, path)))
  return csvText(asked.header ? [heading, ...cells] : cells, asked)
}
