import { type DaySystem, type NumberStyle, numberStyle } from './cell-text.ts'
import { type Workbook, WorkbookRefused } from './open-workbook.ts'
import { type PackedTexts, packedTexts } from './packed-texts.ts'
import { type XmlEvent, xmlEvents } from './xml-events.ts'

/** What a sheet's cells are read by. */
export interface SheetContext {
  readonly sheet: string
  readonly texts: PackedTexts
  /** By the number of the style. */
  readonly styles: readonly NumberStyle[]
  readonly days: DaySystem
}

type Opened = Extract<XmlEvent, { kind: 'open' }>

async function* opened(workbook: Workbook, part: string): AsyncGenerator<Opened> {
  for await (const events of xmlEvents(workbook.read(part))) {
    for (const event of events) if (event.kind === 'open') yield event
  }
}

/** A name as it was written where it is not escaped as it should be. */
function decodedOf(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** Where a part leads to, by kind. Only what is in the archive can be read, wherever a link leads. */
async function linksOf(workbook: Workbook, part: string) {
  const folder = part.slice(0, part.lastIndexOf('/') + 1)
  const links: { readonly id: string; readonly kind: string; readonly part: string }[] = []
  for await (const { name, attributes } of opened(workbook, `${folder}_rels/${part.slice(folder.length)}.rels`)) {
    const { Id: id = '', Type: type = '', Target: target = '' } = attributes
    const url = URL.parse(target, `workbook:///${folder}`)
    if (name !== 'Relationship' || !url) continue
    links.push({ id, kind: type.slice(type.lastIndexOf('/') + 1), part: decodedOf(url.pathname.slice(1)) })
  }
  return links
}

async function stylesOf(workbook: Workbook, part: string | undefined): Promise<readonly NumberStyle[]> {
  const codes = new Map<number, string>()
  const styles: NumberStyle[] = []
  let isCellStyle = false
  if (part === undefined) return styles
  for await (const { name, attributes } of opened(workbook, part)) {
    if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
    if (name === 'cellXfs' || name === 'cellStyles') isCellStyle = name === 'cellXfs'
    const id = Number(attributes.numFmtId ?? 0)
    if (name === 'xf' && isCellStyle) styles.push(numberStyle(id, codes.get(id)))
  }
  return styles
}

/** The texts of a workbook; how parts of them look and sound does not matter. */
async function textsOf(workbook: Workbook, part: string | undefined): Promise<PackedTexts> {
  const texts = packedTexts()
  let text = ''
  let isText = false
  let isSound = false
  if (part === undefined) return texts
  for await (const events of xmlEvents(workbook.read(part))) {
    for (const event of events) {
      if (event.kind === 'text') text += isText && !isSound ? event.text : ''
      else if (event.name === 't') isText = event.kind === 'open'
      else if (event.name === 'rPh') isSound = event.kind === 'open'
      else if (event.name === 'si' && event.kind === 'open') text = ''
      else if (event.name === 'si') texts.add(text)
    }
  }
  return texts
}

/** The first sheet that is shown. */
async function shownSheet(
  workbook: Workbook,
  part: string,
): Promise<{ readonly id: string; readonly days: DaySystem }> {
  let from1904 = false
  let id: string | undefined
  for await (const { name, attributes } of opened(workbook, part)) {
    if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.date1904 ?? '')
    if (name === 'sheet' && (attributes.state ?? 'visible') === 'visible') id ??= attributes.id
  }
  if (id === undefined) throw new WorkbookRefused('the workbook shows no sheet')
  return { id, days: { from1904 } }
}

/**
 * Finds the first sheet that is shown, and what its cells are read by. Formulas, macros and links to other files are never looked at.
 * @throws WorkbookRefused
 */
export async function readContext(workbook: Workbook): Promise<SheetContext> {
  if (!workbook.has('_rels/.rels')) throw new WorkbookRefused('the file is no XLSX workbook')
  const main = (await linksOf(workbook, '')).find(({ kind }) => kind === 'officeDocument')
  if (!main) throw new WorkbookRefused('the file is no XLSX workbook')
  const links = await linksOf(workbook, main.part)
  const { id, days } = await shownSheet(workbook, main.part)
  const sheet = links.find((link) => link.id === id && link.kind === 'worksheet')
  if (!sheet) throw new WorkbookRefused('the workbook shows no sheet')
  const partOf = (kind: string): string | undefined => links.find((link) => link.kind === kind)?.part
  const [styles, texts] = [await stylesOf(workbook, partOf('styles')), await textsOf(workbook, partOf('sharedStrings'))]
  return { sheet: sheet.part, texts, styles, days }
}
