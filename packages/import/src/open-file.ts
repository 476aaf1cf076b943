import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { ImportKind } from '@tutelage/shared/contracts/enrollment/import-columns.ts'
import { csvRecords } from './csv-reader.ts'
import { readRows } from './read-rows.ts'
import { workbookRecords } from './sheet-records.ts'

/** The text of a file, piece by piece; never the middle of a character. */
async function* piecesOf(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  for await (const bytes of createReadStream(path)) yield decoder.decode(bytes, { stream: true })
  yield decoder.decode()
}

/** Workbooks with macros too: the macros are never looked at. */
const isWorkbook = (path: string): boolean => /\.xls[xm]$/i.test(path)

/** A file, read through once: what names it, and how many rows it has. */
export async function openFile(path: string, encoding: string, kind: ImportKind) {
  const hash = createHash('sha256')
  for await (const bytes of createReadStream(path)) hash.update(bytes)
  const records = () => (isWorkbook(path) ? workbookRecords(path) : csvRecords(piecesOf(path, encoding)))
  let rows = 0
  for await (const _ of readRows(kind, records())) rows += 1
  return { digest: hash.digest('hex'), rows, records }
}
