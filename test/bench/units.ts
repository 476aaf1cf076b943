import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { reasonsAboveLeast } from './above-least.ts'
import { isLeast, type Units } from './least.ts'
import { measureOperations, operationName } from './operation-units.ts'
import { unitsDocument, unitsDocumentPath } from './units-document.ts'

const text = ({ read, write, index, commits }: Units): string => `${read} + ${write} + ${index} in ${commits}`

/** What every operation takes beside its least; writes the committed table too. */
export async function units(root: string): Promise<readonly object[]> {
  const all = await measureOperations()
  const path = join(root, unitsDocumentPath)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, unitsDocument(all))
  return all.map((one) => ({
    operation: operationName(one),
    'read + write + index in commits': text(one.taken),
    ...(!isLeast(one.taken, one.least) && { least: text(one.least) }),
    events: one.events.length,
    reason: reasonsAboveLeast[operationName(one)] ? 'yes' : '',
  }))
}
