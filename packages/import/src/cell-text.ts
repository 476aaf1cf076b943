/** Whether serial numbers count days from 1904, as old Macintosh workbooks do. */
export interface DaySystem {
  readonly from1904: boolean
}

/** How a style shows a number. */
export type NumberStyle =
  | { readonly kind: 'plain' }
  | { readonly kind: 'day' }
  | { readonly kind: 'digits'; readonly least: number }

/** What stands in a cell whose number nobody can show: spreadsheets write it, and no row may have it. */
const notShown = '#NUM!'

/** The built-in formats that show days; 27–36 and 50–58 are those of Chinese spreadsheets. */
const isBuiltInDay = (id: number): boolean =>
  (id >= 14 && id <= 17) ||
  id === 22 ||
  (id >= 27 && id <= 31) ||
  id === 36 ||
  (id >= 50 && id <= 54) ||
  id === 57 ||
  id === 58

/** A format without what it only says: quoted and escaped text, colours, places, paddings. */
const withoutWords = (code: string): string => (code.split(';')[0] ?? '').replace(/"[^"]*"|\\.|\[[^\]]*\]|[_*]./g, '')

/**
 * What a number format shows: days, or at least so many digits, or the number itself.
 * @param code its own, undefined for a built-in one
 */
export function numberStyle(id: number, code: string | undefined): NumberStyle {
  const plain = withoutWords(code ?? '')
  if (code === undefined ? isBuiltInDay(id) : /[yd]/i.test(plain) && !/general/i.test(plain)) return { kind: 'day' }
  return /^0{2,}$/.test(plain) ? { kind: 'digits', least: plain.length } : { kind: 'plain' }
}

const dayMs = 86_400_000

/** A day, and the time of it unless it is midnight. 1900 had no 29 February, but spreadsheets count it. */
function dayText(serial: number, { from1904 }: DaySystem): string {
  const isReal = serial >= 0 && serial < 2_958_466 && (from1904 || serial < 60 || serial >= 61)
  if (!isReal) return notShown
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30)
  const [day = '', time = ''] = new Date(epoch + Math.round((serial * dayMs) / 1000) * 1000).toISOString().split('T')
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 8)}`
}

/** The digits of a number as people write it: no exponent, and no more than the fifteen that a spreadsheet keeps. */
function digitsOf(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e15) return notShown
  const text = value.toPrecision(15)
  const plain = text.includes('e') ? value.toFixed(20) : text
  return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain
}

/** What people read in a cell that holds a number. More digits than it keeps, as of a card number, are lost: `#NUM!`. */
export function numberText(raw: string, style: NumberStyle, days: DaySystem): string {
  const value = raw.trim() === '' ? Number.NaN : Number(raw)
  if (style.kind === 'day') return dayText(value, days)
  const text = digitsOf(value)
  return style.kind === 'digits' && /^\d+$/.test(text) ? text.padStart(style.least, '0') : text
}

/** A cell of a spreadsheet that says that its formula failed. */
export const isCellError = (text: string): boolean =>
  /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)$/.test(text)
