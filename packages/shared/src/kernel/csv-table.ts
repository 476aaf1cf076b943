/** Spreadsheets take a file for UTF-8 by it. */
const byteOrderMark = '\uFEFF'

/** Spreadsheets take a text that begins so for a formula. */
const formula = /^[=+\-@\t\r]/

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = formula.test(value) ? `'${value}` : value
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * A table as CSV (RFC 4180) for spreadsheets. What somebody wrote is never a formula: an apostrophe stands before it.
 * @param rows each with a cell for each heading; numbers stay numbers
 */
export function csvTable(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return `${byteOrderMark}${[headings, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}
