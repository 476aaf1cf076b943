import { storedZip } from './stored-zip.ts'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const links = (targets: readonly (readonly [kind: string, part: string])[]): string =>
  `${head}<Relationships xmlns="${packaged}/relationships">${targets
    .map(([kind, part], at) => `<Relationship Id="r${at + 1}" Type="${office}/${kind}" Target="${part}"/>`)
    .join('')}</Relationships>`

const types = `${head}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${sheetType}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/></Types>`

/** Style 1 is text: what is typed in keeps its zeros, and days stay as they are written. */
const styles = `${head}<styleSheet xmlns="${main}"><fonts count="1"><font/></fonts><fills count="2"><fill/><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>`

const sheetOf = (rows: readonly (readonly string[])[]): string => {
  const cell = (text: string): string =>
    `<c s="1" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
  const body = rows.map((row, at) => `<row r="${at + 1}">${row.map(cell).join('')}</row>`).join('')
  const columns = `<cols><col min="1" max="${rows[0]?.length ?? 1}" width="20" style="1" customWidth="1"/></cols>`
  return `${head}<worksheet xmlns="${main}">${columns}<sheetData>${body}</sheetData></worksheet>`
}

/** An XLSX workbook of one sheet to fill in; every cell of its columns is text. */
export const textWorkbook = (title: string, rows: readonly (readonly string[])[]): Buffer =>
  storedZip([
    { name: '[Content_Types].xml', text: types },
    { name: '_rels/.rels', text: links([['officeDocument', 'xl/workbook.xml']]) },
    {
      name: 'xl/workbook.xml',
      text: `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escaped(title)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: links([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['styles', 'styles.xml'],
      ]),
    },
    { name: 'xl/styles.xml', text: styles },
    { name: 'xl/worksheets/sheet1.xml', text: sheetOf(rows) },
  ])
