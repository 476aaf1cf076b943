import { reasonsAboveLeast } from './above-least.ts'
import { isLeast, type Units } from './least.ts'
import { type OperationUnits, operationName } from './operation-units.ts'

/** Where the table is committed. */
export const unitsDocumentPath = 'docs/bench/units.md'

const intro = `# What each operation takes

Written by \`npm run bench -- --only units\`, and checked against the code by a test. Each operation is performed once, with
success, in a small school (\`test/operations\`), and counted by AWS's rules: a read takes a unit for 4 KB, half of one when it
may be stale; a write one for 1 KB, two in a transaction; an index one for each entry that changes. DynamoDB Local confirms the
count, request by request.

The **least** is what the items need: each read once, each changed once, all in one commit. Needed are, too: the idempotency
item (read, so that a repeated request gets its first answer, and written with the effect), the inbox item of an event, the
outbox item that carries the commit's events, and whole items in the index from which lists are answered. Units are
read + write + index, in so many commits.
`

const units = ({ read, write, index, commits }: Units): string => `${read} + ${write} + ${index} in ${commits}`

function row(one: OperationUnits): string {
  const { kind, name, taken, least, events } = one
  const above = isLeast(taken, least)
    ? ''
    : `${units(least)}: ${reasonsAboveLeast[operationName(one)] ?? 'NO REASON IS KNOWN'}`
  const told = events.length > 0 ? [...new Set(events)].join(', ') : ''
  const { read, write, index, commits } = taken
  return `| ${kind} | ${name} | ${read} | ${write} | ${index} | ${commits} | ${events.length} | ${told} | ${above} |`
}

const heading = [
  '| kind | operation | read | write | index | commits | events | which | the least, and why it takes more |',
  '| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- |',
]

/** The document of all operations, one table for each service. */
export function unitsDocument(all: readonly OperationUnits[]): string {
  const services = [...new Set(all.map(({ service }) => service))]
  const tables = services.map((service) =>
    [`## ${service}`, '', ...heading, ...all.filter((one) => one.service === service).map(row), ''].join('\n'),
  )
  return [intro, ...tables].join('\n')
}
