import { type ImportKind, importColumns } from '@tutelage/shared/contracts/enrollment/import-columns.ts'
import type { ImportProblem } from '@tutelage/shared/contracts/enrollment/import-problems.ts'
import { longestImportCell } from '@tutelage/shared/contracts/enrollment/import-routes.ts'
import { isCellError } from './cell-text.ts'

/** A row of a file by the names of its columns; empty cells are left out. */
export type FileRow = Readonly<Record<string, string>>

/** The cells of a row that nobody can take for what they should say: formulas that failed, and texts without end. */
export const unreadableCells = (cells: FileRow): readonly ImportProblem[] =>
  Object.entries(cells)
    .filter(([, text]) => isCellError(text) || text.length > longestImportCell)
    .map(([column]) => ({ code: 'malformed', column }))

/** A file that has none of the columns of its kind, or one twice. */
export class HeadingUnknown extends Error {
  override readonly name = 'HeadingUnknown'
}

const plain = (text: string): string => text.trim().toLowerCase()

/** The names of the columns of a file, by its heading in either language; undefined for a column that we do not know. */
function columnsOf(kind: ImportKind, heading: readonly string[]): readonly (string | undefined)[] {
  const known = importColumns[kind]
  const columns = heading.map((title) =>
    known.find(({ name, titles }) => [name, titles.en, titles['zh-CN']].map(plain).includes(plain(title))),
  )
  const names = columns.flatMap((column) => column?.name ?? [])
  const twin = names.find((name, at) => names.indexOf(name) !== at)
  if (twin) throw new HeadingUnknown(`two columns are ${twin}`)
  if (!names.includes(known[0]?.name ?? '')) throw new HeadingUnknown(`no column is ${known[0]?.titles.en}`)
  return columns.map((column) => column?.name)
}

const rowOf = (columns: readonly (string | undefined)[], cells: readonly string[]): FileRow =>
  Object.fromEntries(
    columns.flatMap((name, at) => {
      const cell = cells[at]?.trim()
      return name && cell ? [[name, cell]] : []
    }),
  )

/**
 * The rows of a file in their order, read as they are asked for. Rows without any content are none, and are not numbered.
 * @throws HeadingUnknown, and what reading the records throws
 */
export async function* readRows(kind: ImportKind, records: AsyncIterable<readonly string[]>): AsyncGenerator<FileRow> {
  let columns: readonly (string | undefined)[] | undefined
  for await (const record of records) {
    if (record.every((cell) => cell.trim() === '')) continue
    if (columns) yield rowOf(columns, record)
    else columns = columnsOf(kind, record)
  }
  if (!columns) throw new HeadingUnknown('the file is empty')
}
