import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cell, csvText } from '@tutelage/shared/documents/csv.ts'
import { importTemplate, importWorkbook } from '@tutelage/shared/documents/import-template.ts'
import { storedZip } from '@tutelage/shared/documents/stored-zip.ts'
import { textWorkbook } from '@tutelage/shared/documents/workbook.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvReader } from './csv-reader.ts'
import { workbookRecords } from './sheet-records.ts'

function fileOf(bytes: Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), 'workbook-')), 'school.xlsx')
  writeFileSync(path, bytes)
  return path
}
const read = (bytes: Uint8Array) => Array.fromAsync(workbookRecords(fileOf(bytes)))

/** A workbook of one sheet from its XML. */
const workbookOf = (sheet: string, parts: { texts?: string; styles?: string; workbook?: string; more?: string } = {}) =>
  storedZip([
    { name: '_rels/.rels', text: '<R><Relationship Id="r1" Type="x/officeDocument" Target="/xl/workbook.xml"/></R>' },
    {
      name: 'xl/workbook.xml',
      text: `<x:workbook xmlns:x="m" xmlns:r="o">${parts.workbook ?? ''}<x:sheets><x:sheet name="S" r:id="r1"/></x:sheets></x:workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: `<R><Relationship Id="r1" Type="x/worksheet" Target="sheets/one.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="texts.xml"/><Relationship Id="r3" Type="x/styles" Target="styles.xml"/>${parts.more ?? ''}</R>`,
    },
    { name: 'xl/texts.xml', text: `<sst>${parts.texts ?? ''}</sst>` },
    { name: 'xl/styles.xml', text: `<styleSheet>${parts.styles ?? ''}</styleSheet>` },
    { name: 'xl/sheets/one.xml', text: `<worksheet><sheetData>${sheet}</sheetData></worksheet>` },
  ])

const csvOf = (rows: readonly (readonly Cell[])[]) => {
  const reader = csvReader()
  return [...reader.read(csvText(rows, { formulas: 'kept' })), ...reader.end()]
}

test('a workbook of another program says what its CSV says: days, digits, rich text, formulas, empty cells, hidden sheets', async () => {
  expect(await Array.fromAsync(workbookRecords(join(import.meta.dirname, 'fixtures/students.xlsx')))).toEqual([
    ['学号', '学生姓名', '出生日期', '家长姓名', '家长电话', '家长邮箱', '备注'],
    ['00007', 'Li Ming', '2015-09-01', 'Li Fang', '13800138000', '', '0.3'],
    // Nothing was computed for the formula, so it says nothing.
    ['S-2', 'Wang Wei', '2014-02-28', 'Wang Min', '02012345678'],
    ['S-3', ' Zhao, "Xiao" ', '', 'Zhao', '1062345678', '', 'TRUE'],
  ])
})

test('whatever texts are written, a workbook and a CSV of them say the same', async () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', '学', '"', ',', '<', '&', ']', ' ', '=', '0', '𠮷'),
    maxLength: 5,
  })
  const row = fc.array(cell, { minLength: 1, maxLength: 4 }).filter((cells) => cells.at(-1) !== '')
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
      expect(await read(textWorkbook('school', rows))).toEqual(csvOf(rows))
    }),
    { numRuns: 50 },
  )
})

test('a template is the same as a workbook and as CSV', async () => {
  const reader = csvReader()
  const lines = [...reader.read(importTemplate('balances', 'zh-CN')), ...reader.end()]
  expect(await read(importWorkbook('balances', 'zh-CN'))).toEqual(lines)
})

test('cells are read by their types, wherever they stand', async () => {
  const sheet = [
    '<row r="1"><c r="B1" t="s"><v>1</v></c><c r="D1" t="s"><v>0</v></c></row>',
    '<row><c><v>1.5E1</v></c><c t="str"><f>A1&amp;"x"</f><v>15x</v></c><c t="b"><v>0</v></c><c t="e"><v>#REF!</v></c></row>',
    '<row><c t="inlineStr"><is><r><t>a</t></r><rPh><t>sound</t></rPh><r><t>&#x4E2D;</t></r></is></c></row>',
    '<row r="9"><c r="A9" s="1"/><c r="C9" t="d"><v>2026-03-01T00:00:00</v></c></row>',
    '<row r="12"><c r="A12" s="1"/></row>',
  ].join('')
  const texts =
    '<si><t>plain</t></si><si><r><t>ri</t></r><r><rPr/><t xml:space="preserve">ch </t></r><rPh><t>x</t></rPh></si>'
  expect(await read(workbookOf(sheet, { texts }))).toEqual([
    ['', 'rich ', '', 'plain'],
    ['15', '15x', 'FALSE', '#REF!'],
    ['a中'],
    ['', '', '2026-03-01'],
  ])
})

test('days are counted from 1904 where the workbook says so', async () => {
  const styles =
    '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
  const sheet = '<row><c s="1"><v>44620</v></c><c><v>44620</v></c></row>'
  expect(await read(workbookOf(sheet, { styles }))).toEqual([['2022-02-28', '44620']])
  expect(await read(workbookOf(sheet, { styles, workbook: '<workbookPr date1904="1"/>' }))).toEqual([
    ['2026-03-01', '44620'],
  ])
})

test('links to other files, macros and pictures are not looked at', async () => {
  const more =
    '<Relationship Id="r8" Type="x/externalLink" TargetMode="External" Target="http://[%zz"/><Relationship Id="r7" Type="x/image" Target="100%.png"/><Relationship Id="r9" Type="x/vbaProject" Target="none.bin"/>'
  expect(await read(workbookOf('<row><c t="str"><f>[1]Other!A1</f><v>kept</v></c></row>', { more }))).toEqual([
    ['kept'],
  ])
})
