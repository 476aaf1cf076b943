import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ServiceName, serviceNames } from '@tutelage/shared/contracts/define-event.ts'
import { fullPath } from '@tutelage/shared/contracts/define-route.ts'
import { measure, type Row, setScene } from './measure.ts'
import { type Situation, situations } from './situations.ts'

const folder = join(import.meta.dirname, 'expected')
const placeOf = (service: ServiceName): string => join(folder, `${service}.txt`)

/** `GET /leads/campuses/{campusId}/leads`, and where it stands in brackets. */
export const titleOf = ({ operation: { contract }, where }: Situation): string =>
  `${contract.method} ${fullPath(contract)}${where ? ` (${where})` : ''}`

const pairs = (name: string, values: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(values).map(([key, value]) => `${name} ${key}: ${value}`)

/** A row as a person reads it. */
export const textOf = (row: Row): string =>
  [
    ...[...row.roles].map(([verdict, roles]) => `${verdict}: ${roles.join(' ')}`),
    ...pairs("another campus's", row.exchanged),
    ...pairs('tried', row.tries),
    ...(row.contacts.length > 0 ? [`contact data: ${row.contacts.join(' ')}`] : []),
  ]
    .map((line) => `  ${line}`)
    .join('\n')

/** What is expected of each situation, by its title: committed, reviewed by people, and never made from the contracts. */
export async function readExpected(): Promise<ReadonlyMap<string, string>> {
  const texts = await Promise.all(serviceNames.map((service) => readFile(placeOf(service), 'utf8')))
  const blocks = texts.flatMap((text) => text.trim().split('\n\n'))
  return new Map(
    blocks.map((block) => {
      const [title = '', ...lines] = block.split('\n')
      return [title, lines.join('\n')]
    }),
  )
}

/** Writes what is, for people to compare with what was. */
async function writeExpected(): Promise<void> {
  for (const service of serviceNames) {
    const blocks: string[] = []
    for (const situation of situations.filter(({ operation }) => operation.service === service)) {
      blocks.push(`${titleOf(situation)}\n${textOf(await measure(await setScene(situation.operation)))}`)
    }
    await writeFile(placeOf(service), `${blocks.sort().join('\n\n')}\n`)
  }
}

if (import.meta.main) await writeExpected()
