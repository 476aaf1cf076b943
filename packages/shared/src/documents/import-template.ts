import { type ImportKind, importColumns } from '../contracts/enrollment/import-columns.ts'
import type { Language } from '../contracts/fields.ts'
import { csvText } from './csv.ts'
import { textWorkbook } from './workbook.ts'

/** The headings of a kind of import, and a row as an example. */
const rowsOf = (kind: ImportKind, language: Language): readonly (readonly string[])[] => {
  const columns = importColumns[kind]
  return [columns.map(({ titles }) => titles[language]), columns.map(({ example }) => example)]
}

/** A file to fill in, as CSV. */
export const importTemplate = (kind: ImportKind, language: Language): string =>
  csvText(rowsOf(kind, language), { formulas: 'kept' })

/** The same as an XLSX workbook. */
export const importWorkbook = (kind: ImportKind, language: Language): Buffer =>
  textWorkbook(kind, rowsOf(kind, language))
