import sax from 'sax'
import { WorkbookRefused } from './open-workbook.ts'

/** What stands in an XML text, in its order; names without the prefix of their namespace. */
export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: Readonly<Record<string, string>> }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'close'; readonly name: string }

const bare = (name: string): string => name.slice(name.indexOf(':') + 1)

/**
 * Reads XML piece by piece. Entities of a document's own stay unknown, and what is unknown is refused: nothing expands.
 * @returns the events that each piece completes
 * @throws WorkbookRefused for what is no XML
 */
export async function* xmlEvents(pieces: AsyncIterable<string>): AsyncGenerator<readonly XmlEvent[]> {
  const parser = sax.parser(true, { position: false })
  let events: XmlEvent[] = []
  let failure: Error | undefined
  const keepText = (text: string): void => void events.push({ kind: 'text', text })
  parser.onopentag = ({ name, attributes }) => {
    const named = Object.entries(attributes).map(([attribute, value]) => [bare(attribute), String(value)])
    events.push({ kind: 'open', name: bare(name), attributes: Object.fromEntries(named) })
  }
  parser.onclosetag = (name) => void events.push({ kind: 'close', name: bare(name) })
  parser.ontext = keepText
  parser.oncdata = keepText
  parser.onerror = (error) => {
    failure ??= error
  }
  const taken = (): readonly XmlEvent[] => {
    if (failure) throw new WorkbookRefused('the workbook is damaged', { cause: failure })
    const complete = events
    events = []
    return complete
  }
  for await (const piece of pieces) {
    parser.write(piece)
    yield taken()
  }
  parser.close()
  yield taken()
}
