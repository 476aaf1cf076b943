import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { CsvMalformed, csvReader } from './csv-reader.ts'

const read = (...pieces: readonly string[]) => {
  const reader = csvReader()
  return [...pieces.flatMap((piece) => reader.read(piece)), ...reader.end()]
}
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

test('RFC 4180: quotes, delimiters and line ends stand inside of quoted cells', () => {
  expect(read('a,b,c\r\n"x ""y""","1,2","two\r\nlines"\r\n')).toEqual([
    ['a', 'b', 'c'],
    ['x "y"', '1,2', 'two\r\nlines'],
  ])
})

test('a byte order mark is no part of the heading, and a last line needs no end', () => {
  expect(read('\uFEFFa,b\n1,', '2')).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ])
})

test('a file is read by the delimiter of its first line', () => {
  expect(read('a;b\n1,5;2\n')).toEqual([
    ['a', 'b'],
    ['1,5', '2'],
  ])
  expect(read('"a;b",c\n1,2\n')).toEqual([
    ['a;b', 'c'],
    ['1', '2'],
  ])
})

test('empty lines say nothing, empty cells stay', () => {
  expect(read('a,b\n\n,\n\r\n"",x\n')).toEqual([
    ['a', 'b'],
    ['', ''],
    ['', 'x'],
  ])
})

test('a quote that is not closed, or stands in the middle, is refused', () => {
  expect(() => read('a\n"b\n')).toThrow(CsvMalformed)
  expect(() => read('a\nb"c\n')).toThrow(CsvMalformed)
  expect(() => read('a\n"b"c\n')).toThrow(CsvMalformed)
  expect(() => read(`a\n"${'b'.repeat(100_001)}`)).toThrow(CsvMalformed)
})

const cells = fc.string({ unit: fc.constantFrom('a', '学', '"', ',', ';', '\n', '\r', ' '), maxLength: 6 })
const records = fc.array(fc.array(cells, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })

test('whatever was written is read, however it comes in pieces and whatever ends its lines', () => {
  const lineEnds = fc.constantFrom('\n', '\r\n', '\r')
  const cuts = fc.array(fc.nat(200), { maxLength: 6 })
  const property = fc.property(records, lineEnds, cuts, (written, lineEnd, at) => {
    const text = written.map((record) => record.map(quoted).join(',')).join(lineEnd) + lineEnd
    const places = [0, ...at.filter((place) => place < text.length).sort((a, b) => a - b), text.length]
    const pieces = places.slice(1).map((place, n) => text.slice(places[n], place))
    expect(read(...pieces)).toEqual(written)
  })
  fc.assert(property)
})
