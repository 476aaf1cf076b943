import { numberText } from './cell-text.ts'
import { openWorkbook, type WorkbookLimits, WorkbookRefused } from './open-workbook.ts'
import { readContext, type SheetContext } from './workbook-parts.ts'
import { type XmlEvent, xmlEvents } from './xml-events.ts'

/** More columns than this no list has; a sheet may name one far to the right in a few bytes. */
const mostColumns = 1_000
/** A spreadsheet keeps no longer text in a cell. */
const longestCell = 32_767

/** A cell as it stands in the sheet. */
interface RawCell {
  readonly type: string
  readonly style: number
  value: string
  inline: string
}

/** The place of `C7`, 0 the first column; undefined where it says none. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]+/.exec(reference ?? '')?.[0]
  if (letters === undefined) return undefined
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

const plainDay = (text: string): string => text.replace(/T00:00:00(\.0+)?Z?$/, '')

/** What people read in a cell. Of a formula it is what the spreadsheet last computed. */
function textOf({ type, style, value, inline }: RawCell, { texts, styles, days }: SheetContext): string {
  if (type === 's') {
    const text = texts.at(Number(value))
    if (text === undefined && value !== '') throw new WorkbookRefused('the workbook is damaged')
    return text ?? ''
  }
  if (type === 'inlineStr') return inline
  if (type === 'str' || type === 'e') return value
  if (type === 'b') return value === '1' ? 'TRUE' : value === '0' ? 'FALSE' : ''
  if (type === 'd') return plainDay(value)
  return value === '' ? '' : numberText(value, styles[style] ?? { kind: 'plain' }, days)
}

/** Puts cells together to records, event by event. */
function recordReader(context: SheetContext) {
  const path: string[] = []
  let record: string[] = []
  let column = -1
  let cell: RawCell | undefined

  const open = ({ name, attributes }: Extract<XmlEvent, { kind: 'open' }>): void => {
    path.push(name)
    if (name === 'row') [record, column] = [[], -1]
    if (name !== 'c') return
    column = columnOf(attributes.r) ?? column + 1
    cell = { type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), value: '', inline: '' }
  }
  const text = (words: string): void => {
    if (!cell || path.includes('rPh')) return
    if (path.at(-1) === 'v') cell.value += words
    if (path.at(-1) === 't') cell.inline += words
    if (cell.value.length > longestCell || cell.inline.length > longestCell)
      throw new WorkbookRefused('a cell of the workbook is too long')
  }
  const endCell = (): void => {
    const shown = cell ? textOf(cell, context) : ''
    cell = undefined
    if (shown === '') return
    if (column >= mostColumns) throw new WorkbookRefused('the sheet has too many columns')
    while (record.length < column) record.push('')
    record[column] = shown
  }
  return (event: XmlEvent): readonly string[] | undefined => {
    if (event.kind === 'open') open(event)
    else if (event.kind === 'text') text(event.text)
    else {
      path.pop()
      if (event.name === 'c') endCell()
      // A row that only has colours says nothing.
      if (event.name === 'row' && record.length > 0) return record
    }
    return undefined
  }
}

/**
 * The records of the first sheet that is shown, as a CSV of it would have them; no more of it is in memory than one piece.
 * @throws WorkbookRefused
 */
export async function* workbookRecords(path: string, limits?: WorkbookLimits): AsyncGenerator<readonly string[]> {
  const workbook = await openWorkbook(path, limits)
  const context = await readContext(workbook)
  const read = recordReader(context)
  for await (const events of xmlEvents(workbook.read(context.sheet))) {
    for (const event of events) {
      const record = read(event)
      if (record) yield record
    }
  }
}
