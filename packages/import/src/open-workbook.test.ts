import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importWorkbook } from '@tutelage/shared/documents/import-template.ts'
import { TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { expect, test } from 'vitest'
import { openWorkbook, type WorkbookLimits, WorkbookRefused } from './open-workbook.ts'
import { workbookRecords } from './sheet-records.ts'

function fileOf(bytes: Uint8Array | string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'workbook-')), 'school.xlsx')
  writeFileSync(path, bytes)
  return path
}
const limits: WorkbookLimits = { fileBytes: 1_000_000, parts: 100, partBytes: 1_000_000 }
const template = importWorkbook('students', 'en')

async function zipped(text: string): Promise<Uint8Array> {
  const zip = new ZipWriter(new Uint8ArrayWriter())
  await zip.add('sheet.xml', new TextReader(text), { level: 9 })
  return zip.close()
}

/** How much of a part is read until it ends or is refused. */
async function readPart(bytes: Uint8Array): Promise<{ readonly length: number; readonly refused: boolean }> {
  let length = 0
  try {
    for await (const piece of (await openWorkbook(fileOf(bytes), limits)).read('sheet.xml')) length += piece.length
  } catch (error) {
    expect(error).toBeInstanceOf(WorkbookRefused)
    return { length, refused: true }
  }
  return { length, refused: false }
}

/** Writes another unpacked size where the archive tells it, in both places. */
function lying(bytes: Uint8Array, size: number): Uint8Array {
  const view = Buffer.from(bytes)
  for (const [sign, at] of [
    ['PK\x03\x04', 22],
    ['PK\x01\x02', 24],
  ] as const) {
    const start = view.indexOf(sign, 0, 'latin1')
    expect(start).toBeGreaterThanOrEqual(0)
    view.writeUInt32LE(size, start + at)
  }
  return view
}

test('a part that unpacks to more than any school has is refused, whatever it says of its size', async () => {
  const bomb = await zipped('0'.repeat(20_000_000))
  expect(bomb.length).toBeLessThan(100_000)
  expect(await readPart(bomb)).toEqual({ length: 0, refused: true })
  for (const size of [10, 900_000]) {
    const lie = await readPart(lying(bomb, size))
    expect(lie.refused).toBe(true)
    expect(lie.length).toBeLessThanOrEqual(limits.partBytes)
  }
  expect(await readPart(await zipped('0'.repeat(900_000)))).toEqual({ length: 900_000, refused: false })
})

test('a file that is too large, or has too many parts, is refused before it is read', async () => {
  const path = fileOf(template)
  await expect(openWorkbook(path, { ...limits, fileBytes: 100 })).rejects.toThrow('too large')
  await expect(openWorkbook(path, { ...limits, parts: 2 })).rejects.toThrow('too large')
  expect((await openWorkbook(path, limits)).has('xl/workbook.xml')).toBe(true)
})

test('what is no workbook, or is damaged, is refused in a sentence', async () => {
  const recordsOf = (bytes: Uint8Array | string) => Array.fromAsync(workbookRecords(fileOf(bytes), limits))
  await expect(recordsOf('studentNumber,studentName\n')).rejects.toThrow('no XLSX workbook')
  await expect(recordsOf(await zipped('<a/>'))).rejects.toThrow('no XLSX workbook')
  const damaged = Buffer.from(template)
  damaged.write('X', damaged.indexOf('Student number'))
  await expect(recordsOf(damaged)).rejects.toThrow('the workbook is damaged')
})

test('an entity of the document’s own does not expand', async () => {
  const sheet =
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><row><c t="str"><v>&b;</v></c></row></worksheet>'
  const zip = new ZipWriter(new Uint8ArrayWriter())
  await zip.add('_rels/.rels', new TextReader('<R><Relationship Id="r1" Type="x/officeDocument" Target="w.xml"/></R>'))
  await zip.add('w.xml', new TextReader('<workbook><sheet id="r1"/></workbook>'))
  await zip.add('_rels/w.xml.rels', new TextReader('<R><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/></R>'))
  await zip.add('s.xml', new TextReader(sheet))
  const path = fileOf(await zip.close())
  await expect(Array.fromAsync(workbookRecords(path, limits))).rejects.toThrow(WorkbookRefused)
})

test('whoever stops reading stops the unpacking', async () => {
  const workbook = await openWorkbook(fileOf(await zipped('0'.repeat(900_000))), limits)
  for await (const piece of workbook.read('sheet.xml')) {
    expect(piece.length).toBeLessThan(900_000)
    break
  }
})
