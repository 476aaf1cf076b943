/** What stands in a cell; nothing for what is not known. */
export type Cell = string | number | boolean | undefined

/** Spreadsheets take a file for UTF-8 by it. */
const byteOrderMark = '\uFEFF'

/** What a spreadsheet would take for a formula, and run. */
const looksLikeFormula = /^[=+\-@\t\r]/

/** A text that stays a text in a spreadsheet. Numbers stay numbers, also those below zero. */
export const neutral = (cell: Cell): Cell =>
  typeof cell === 'string' && looksLikeFormula.test(cell) ? `'${cell}` : cell

const cellText = (cell: Cell): string => {
  const text = cell === undefined ? '' : String(cell)
  return /[",;\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Rows as CSV (RFC 4180), in UTF-8, with its byte order mark unless told: without it spreadsheets garble Chinese. */
export const csvText = (rows: readonly (readonly Cell[])[], options = { byteOrderMark: true }): string =>
  `${options.byteOrderMark ? byteOrderMark : ''}${rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')}`
