import type { Language } from '../fields.ts'
import { type ImportKind, importColumns } from './import-columns.ts'

/** Spreadsheets take a file for UTF-8 by it. */
const byteOrderMark = '\uFEFF'

const cell = (text: string): string => (/[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** A file to fill in, as CSV (RFC 4180): the headings, and a row as an example. */
export function importTemplate(kind: ImportKind, language: Language): string {
  const columns = importColumns[kind]
  const rows = [columns.map(({ titles }) => titles[language]), columns.map(({ example }) => example)]
  return `${byteOrderMark}${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}
