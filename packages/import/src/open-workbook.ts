import { openAsBlob } from 'node:fs'
import { stat } from 'node:fs/promises'
import { BlobReader, configure, type FileEntry, ZipReader } from '@zip.js/zip.js'

/** A file that is no workbook, is damaged, or is larger than any school's. */
export class WorkbookRefused extends Error {
  override readonly name = 'WorkbookRefused'
}

/** The parts of a workbook by their names; of each no more is in memory than a piece. */
export interface Workbook {
  has(part: string): boolean
  /** @throws WorkbookRefused when there is no such part, it is damaged, or it unpacks to more than it may */
  read(part: string): AsyncIterable<string>
}

/** How large a workbook may be; 50,000 rows of twenty columns unpack to about 60 MB. */
export interface WorkbookLimits {
  readonly fileBytes: number
  readonly parts: number
  /** Of one part, unpacked. */
  readonly partBytes: number
}

const usualLimits: WorkbookLimits = { fileBytes: 200_000_000, parts: 10_000, partBytes: 1_000_000_000 }

// Everything happens in this process: a pause of the reader is a pause of the unpacking.
configure({ useWebWorkers: false })

const damaged = (cause: unknown): WorkbookRefused => new WorkbookRefused('the workbook is damaged', { cause })

/** The bytes of a part as they are unpacked; whoever stops reading stops the unpacking. */
async function* unpack(entry: FileEntry, most: number): AsyncGenerator<Uint8Array> {
  // Who unpacks stops where a part has more than it says.
  if (entry.uncompressedSize > most) throw new WorkbookRefused('the workbook is too large')
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const unpacked = entry.getData(writable, { checkCrc32: true }).then(
    () => undefined,
    (cause: unknown) => damaged(cause),
  )
  try {
    yield* readable
  } catch (error) {
    throw damaged(error)
  }
  const failure = await unpacked
  if (failure) throw failure
}

async function* textOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const piece of pieces) yield decoder.decode(piece, { stream: true })
    yield decoder.decode()
  } catch (error) {
    throw error instanceof TypeError ? damaged(error) : error
  }
}

async function listParts(path: string, most: number): Promise<ReadonlyMap<string, FileEntry>> {
  const parts = new Map<string, FileEntry>()
  const zip = new ZipReader(new BlobReader(await openAsBlob(path)))
  for await (const entry of zip.getEntriesGenerator()) {
    if (parts.size === most) throw new WorkbookRefused('the workbook is too large')
    if (!entry.directory && !entry.encrypted) parts.set(entry.filename, entry)
  }
  return parts
}

/**
 * Opens an XLSX file. Only the parts that are asked for are unpacked: macros, links to other files, pictures stay packed.
 * @throws WorkbookRefused
 */
export async function openWorkbook(path: string, limits: WorkbookLimits = usualLimits): Promise<Workbook> {
  if ((await stat(path)).size > limits.fileBytes) throw new WorkbookRefused('the workbook is too large')
  const parts = await listParts(path, limits.parts).catch((cause: unknown) => {
    throw cause instanceof WorkbookRefused ? cause : new WorkbookRefused('the file is no XLSX workbook', { cause })
  })
  return {
    has: (part) => parts.has(part),
    read(part) {
      const entry = parts.get(part)
      if (!entry) throw new WorkbookRefused(`the workbook has no ${part}`)
      return textOf(unpack(entry, limits.partBytes))
    },
  }
}
