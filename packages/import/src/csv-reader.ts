/** Reads CSV piece by piece: a record is given as soon as it is complete, and nothing of it is kept. */
export interface CsvReader {
  /** @returns the records that this piece completes */
  read(text: string): readonly (readonly string[])[]
  /** @returns what the file ends with, if its last line has no end */
  end(): readonly (readonly string[])[]
}

/** A file that is no CSV. */
export class CsvMalformed extends Error {
  override readonly name = 'CsvMalformed'
}

/** A cell longer than this is a quote that was never closed. */
const longestCell = 100_000

/** The first record outside of its quotes; undefined while its end has not come. */
function firstBareRecord(text: string): string | undefined {
  const bare = text.replace(/"[^"]*("|$)/g, '')
  const end = bare.search(/[\r\n]/)
  return end < 0 ? undefined : bare.slice(0, end)
}

/** The delimiter of a file: whichever stands most often in its heading. */
function delimiterOf(heading: string): string {
  const count = (delimiter: string): number => heading.split(delimiter).length - 1
  return [';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best), ',')
}

/** Where the machine is in a record. `quoteInQuotes`: the end of a quoted cell, or the first half of an escaped quote. */
type Place = 'start' | 'bare' | 'quoted' | 'quoteInQuotes'

/** One record after the other, character by character. */
function recordReader(delimiter: string) {
  let place: Place = 'start'
  let cell = ''
  let record: string[] = []

  const endCell = (): void => {
    record.push(cell)
    cell = ''
    place = 'start'
  }
  const endRecord = (): readonly (readonly string[])[] => {
    endCell()
    const ended = record
    record = []
    // An empty line says nothing; so does what stands between the two halves of a line end.
    return ended.length === 1 && ended[0] === '' ? [] : [ended]
  }
  const keep = (character: string): void => {
    cell += character
    if (cell.length > longestCell) throw new CsvMalformed('a quote is not closed')
  }
  const inQuotes = (character: string): void => {
    if (character === '"') place = 'quoteInQuotes'
    else keep(character)
  }
  const outside = (character: string): readonly (readonly string[])[] => {
    if (character === delimiter) endCell()
    else if (character === '\n' || character === '\r') return endRecord()
    else if (character === '"' && place === 'start') place = 'quoted'
    else if (character === '"' && place === 'quoteInQuotes') {
      keep('"')
      place = 'quoted'
    } else if (character === '"' || place === 'quoteInQuotes') throw new CsvMalformed('a quote stands inside of a cell')
    else {
      keep(character)
      place = 'bare'
    }
    return []
  }
  return {
    next(character: string): readonly (readonly string[])[] {
      if (place !== 'quoted') return outside(character)
      inQuotes(character)
      return []
    },
    end(): readonly (readonly string[])[] {
      if (place === 'quoted') throw new CsvMalformed('a quote is not closed')
      return record.length > 0 || cell !== '' || place !== 'start' ? endRecord() : []
    },
  }
}

/**
 * A reader of CSV by RFC 4180: quoted cells with quotes, delimiters and line ends inside, any line end, a byte order mark; the
 * delimiter `,`, `;` or a tab, as the heading has it.
 */
export function csvReader(): CsvReader {
  let first = ''
  let reader: ReturnType<typeof recordReader> | undefined
  const readOn = (by: ReturnType<typeof recordReader>, text: string) => [...text].flatMap((one) => by.next(one))
  const begin = (heading: string): readonly (readonly string[])[] => {
    const text = first.replace(/^\uFEFF/, '')
    first = ''
    reader = recordReader(delimiterOf(heading))
    return readOn(reader, text)
  }
  return {
    read(text) {
      if (reader) return readOn(reader, text)
      first += text
      const heading = firstBareRecord(first)
      if (heading === undefined && first.length > longestCell) throw new CsvMalformed('the heading has no end')
      return heading === undefined ? [] : begin(heading)
    },
    end() {
      const begun = reader ? [] : begin(first)
      return [...begun, ...(reader?.end() ?? [])]
    },
  }
}

/** The records of a CSV text as it is read: no more of it is in memory than one piece. @throws CsvMalformed */
export async function* csvRecords(pieces: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  const reader = csvReader()
  for await (const piece of pieces) yield* reader.read(piece)
  yield* reader.end()
}
