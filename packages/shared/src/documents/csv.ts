/** What stands in a cell; nothing for what is not known. */
export type Cell = string | number | boolean | undefined

/** Spreadsheets take a file for UTF-8 by it. */
const byteOrderMark = '\uFEFF'

/** What a spreadsheet would take for a formula, and run; an amount below zero is none. */
const looksLikeFormula = /^(?!-\d+(\.\d+)?$)[=+\-@\t\r]/

/** A text that stays a text in a spreadsheet. Numbers stay numbers, also those below zero. */
export const neutral = (cell: Cell): Cell =>
  typeof cell === 'string' && looksLikeFormula.test(cell) ? `'${cell}` : cell

const cellText = (cell: Cell): string => {
  const text = cell === undefined ? '' : String(cell)
  return /[",;\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** How a CSV is written, where it is otherwise than usual. */
interface CsvOptions {
  /** Without it spreadsheets garble Chinese. */
  readonly byteOrderMark?: boolean
  /** Texts that look like formulas stay as they are: only where all of them are our own. */
  readonly formulas?: 'neutral' | 'kept'
}

/** Rows as CSV (RFC 4180), in UTF-8 with its byte order mark; no text is a formula in a spreadsheet. */
export function csvText(rows: readonly (readonly Cell[])[], options: CsvOptions = {}): string {
  const { byteOrderMark: isMarked = true, formulas = 'neutral' } = options
  const shown = formulas === 'kept' ? cellText : (cell: Cell) => cellText(neutral(cell))
  return `${isMarked ? byteOrderMark : ''}${rows.map((row) => `${row.map(shown).join(',')}\r\n`).join('')}`
}
