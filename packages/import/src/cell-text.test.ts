import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCellError, numberStyle, numberText } from './cell-text.ts'

const plain = { kind: 'plain' } as const
const days = { from1904: false }

test('numbers are written as people write them: no exponent, no rounding noise', () => {
  expect(numberText('1.3800138E10', plain, days)).toBe('13800138000')
  expect(numberText('0.30000000000000004', plain, days)).toBe('0.3')
  expect(numberText('7200.5', plain, days)).toBe('7200.5')
  expect(numberText('1E-7', plain, days)).toBe('0.0000001')
  expect(numberText('-0.5', plain, days)).toBe('-0.5')
})

test('a number with more digits than a spreadsheet keeps is an error, not another number', () => {
  expect(isCellError(numberText('1.10101201509012E+17', plain, days))).toBe(true)
  expect(isCellError(numberText('soon', plain, days))).toBe(true)
  expect(numberText('999999999999999', plain, days)).toBe('999999999999999')
})

test('zeros in front stay where the format has them', () => {
  const style = numberStyle(164, '00000')
  expect(numberText('7', style, days)).toBe('00007')
  expect(numberText('123456', style, days)).toBe('123456')
})

test('formats that show days are told from those that do not', () => {
  const shown = (code: string) => numberStyle(164, code).kind
  for (const code of ['yyyy-mm-dd', 'yyyy"年"m"月"d"日";@', '[$-804]d mmmm', 'd/m', '[Red]yy\\-m'])
    expect(shown(code), code).toBe('day')
  for (const code of ['General', '0.00', '#,##0.00"yd"', '[Red]0', '0_d', '@', '0.00E+00', '"day" 0'])
    expect(shown(code), code).not.toBe('day')
  expect(numberStyle(14, undefined).kind).toBe('day')
  expect(numberStyle(2, undefined).kind).toBe('plain')
})

test('every day since March 1900 is found by its serial number; 1900 had no 29 February', () => {
  const first = Date.UTC(1900, 2, 1)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 80_000 }), (after) => {
      const day = new Date(first + after * 86_400_000).toISOString().slice(0, 10)
      expect(numberText(String(61 + after), { kind: 'day' }, days)).toBe(day)
    }),
  )
  expect(numberText('1', { kind: 'day' }, days)).toBe('1900-01-01')
  expect(numberText('59', { kind: 'day' }, days)).toBe('1900-02-28')
  expect(isCellError(numberText('60', { kind: 'day' }, days))).toBe(true)
  expect(isCellError(numberText('-1', { kind: 'day' }, days))).toBe(true)
  expect(numberText('46082.75', { kind: 'day' }, days)).toBe('2026-03-01 18:00:00')
})
