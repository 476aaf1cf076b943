import type { Campus } from '../contracts/campus.ts'
import type { Language } from '../contracts/fields.ts'
import type { Instant, LocalDate } from '../kernel/instant.ts'

/** Writes moments, days, money and hours as a family of this campus reads them. */
export interface LocalFormat {
  /** `2026年3月2日 星期一 09:00`, `Monday, 2 March 2026 at 09:00`: in the campus's time zone. */
  moment(at: Instant): string
  day(date: LocalDate): string
  /** An amount of the minor unit in the campus's currency. */
  money(amountMinor: number): string
  /** Hundredths of an hour as hours: `1.5`. */
  hours(centihours: number): string
}

type Numeric = `${number}`
const isNumeric = (text: string): text is Numeric => /^-?\d+\.\d+$/.test(text)

/** An integer of hundredths (or of `digits` decimals) as the text that Intl formats exactly: no float in between. */
function decimalText(value: number, digits: number): Numeric {
  const digitsOnly = String(Math.abs(value)).padStart(digits + 1, '0')
  const point = digitsOnly.length - digits
  const text = `${value < 0 ? '-' : ''}${digitsOnly.slice(0, point)}.${digitsOnly.slice(point) || '0'}`
  if (!isNumeric(text)) throw new RangeError('an amount is an integer')
  return text
}

// Formatters take milliseconds to make and microseconds to use.
const formats = new Map<string, LocalFormat>()

/** @param campus gives time zone and currency */
export function localFormat({ timeZone, currency }: Campus, language: Language): LocalFormat {
  const name = [timeZone, currency, language].join(' ')
  const format = formats.get(name) ?? makeLocalFormat(timeZone, currency, language)
  formats.set(name, format)
  return format
}

function makeLocalFormat(timeZone: string, currency: string, language: Language): LocalFormat {
  const locale = language === 'en' ? 'en-GB' : 'zh-CN'
  const moments = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'full', timeStyle: 'short' })
  const days = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'full' })
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const digits = money.resolvedOptions().maximumFractionDigits ?? 2
  const hours = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  return {
    moment: (at) => moments.format(new Date(at)),
    day: (date) => days.format(new Date(`${date}T00:00:00.000Z`)),
    money: (amountMinor) => money.format(decimalText(amountMinor, digits)),
    hours: (centihours) => hours.format(decimalText(centihours, 2)),
  }
}
