import { type LocalDate, localDate } from './instant.ts'

/** One lunar year: everything else about it can be counted. */
export interface LunarYear {
  readonly year: number
  /** Day 1 of month 1. */
  readonly newYear: LocalDate
  /** The month that a leap month of the same number follows; 0 when the year has none. */
  readonly leapMonth: number
  /** The months in order, a leap month in its place: L has 30 days, S has 29. */
  readonly months: string
}

/**
 * The lunar years 2024 to 2050, and 2023, in which January 2024 lies. The months follow the sun and the moon as seen from
 * the meridian 120° E and cannot be derived from a short rule.
 */
export const lunarYears: readonly LunarYear[] = [
  { year: 2023, newYear: localDate('2023-01-22'), leapMonth: 2, months: 'SLSSLLSLLSLSL' },
  { year: 2024, newYear: localDate('2024-02-10'), leapMonth: 0, months: 'SLSSLSLLSLLS' },
  { year: 2025, newYear: localDate('2025-01-29'), leapMonth: 6, months: 'LSLSSLSLSLLLS' },
  { year: 2026, newYear: localDate('2026-02-17'), leapMonth: 0, months: 'LSLSSLSSLLLS' },
  { year: 2027, newYear: localDate('2027-02-06'), leapMonth: 0, months: 'LLSLSSLSSLLS' },
  { year: 2028, newYear: localDate('2028-01-26'), leapMonth: 5, months: 'LLLSLSSLSSLLS' },
  { year: 2029, newYear: localDate('2029-02-13'), leapMonth: 0, months: 'LLSLSLSLSSLL' },
  { year: 2030, newYear: localDate('2030-02-03'), leapMonth: 0, months: 'SLSLLSLSLSLS' },
  { year: 2031, newYear: localDate('2031-01-23'), leapMonth: 3, months: 'SLLSLSLLSLSLS' },
  { year: 2032, newYear: localDate('2032-02-11'), leapMonth: 0, months: 'LSSLSLLSLLSL' },
  { year: 2033, newYear: localDate('2033-01-31'), leapMonth: 11, months: 'SLSSLSLSLLLSL' },
  { year: 2034, newYear: localDate('2034-02-19'), leapMonth: 0, months: 'SLSSLSLSLLSL' },
  { year: 2035, newYear: localDate('2035-02-08'), leapMonth: 0, months: 'LSLSSLSSLLSL' },
  { year: 2036, newYear: localDate('2036-01-28'), leapMonth: 6, months: 'LLSLSSLSSLSLL' },
  { year: 2037, newYear: localDate('2037-02-15'), leapMonth: 0, months: 'LLSLSSLSSLSL' },
  { year: 2038, newYear: localDate('2038-02-04'), leapMonth: 0, months: 'LLSLSLSLSSLS' },
  { year: 2039, newYear: localDate('2039-01-24'), leapMonth: 5, months: 'LLSLLSLSLSLSS' },
  { year: 2040, newYear: localDate('2040-02-12'), leapMonth: 0, months: 'LSLLSLSLLSLS' },
  { year: 2041, newYear: localDate('2041-02-01'), leapMonth: 0, months: 'SLSLSLLSLLSL' },
  { year: 2042, newYear: localDate('2042-01-22'), leapMonth: 2, months: 'SLSSLSLSLLSLL' },
  { year: 2043, newYear: localDate('2043-02-10'), leapMonth: 0, months: 'SLSSLSSLLSLL' },
  { year: 2044, newYear: localDate('2044-01-30'), leapMonth: 7, months: 'LSLSSLSSLSLLL' },
  { year: 2045, newYear: localDate('2045-02-17'), leapMonth: 0, months: 'LSLSSLSSLSLL' },
  { year: 2046, newYear: localDate('2046-02-06'), leapMonth: 0, months: 'LSLSLSLSSLSL' },
  { year: 2047, newYear: localDate('2047-01-26'), leapMonth: 5, months: 'LSLLSLSLSSLSL' },
  { year: 2048, newYear: localDate('2048-02-14'), leapMonth: 0, months: 'SLLSLLSLSSLS' },
  { year: 2049, newYear: localDate('2049-02-02'), leapMonth: 0, months: 'LSLSLLSLLSLS' },
  { year: 2050, newYear: localDate('2050-01-23'), leapMonth: 3, months: 'SLSLSLSLLSLLS' },
]
