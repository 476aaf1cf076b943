import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { asyncApi, type EventfulService } from '@tutelage/shared/documents/asyncapi.ts'
import { authorizationMatrix } from '@tutelage/shared/documents/authorization-matrix.ts'
import { breakingChanges } from '@tutelage/shared/documents/breaking-changes.ts'
import { openApi } from '@tutelage/shared/documents/openapi.ts'
import { eventSchemas } from '../test/contracts/event-schemas.ts'
import { services } from '../test/services.ts'

const root = join(import.meta.dirname, '..')

/** A document by its path in the repository. */
type Documents = ReadonlyMap<string, string>

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

const matrixIntro = `# Who may do what

Written from the contracts by \`npm run docs\`. An empty cell is answered with 403; another campus's object with 404;
a request without a token with 401, except where \`anonymous\`, \`partner\` (a signature) or \`guardianLink\` (a token in
the path) may. The last column names the refusals, also 403, of what is another's: a colleague's leads, lessons, students
or pay, or another desk's complaint. How each route really answers each of them, and what is answered to forged links,
signatures and ids of another campus, stands in [test/security/expected](../test/security/expected).
`

/** Everything that is written from the manifests. */
export function documentsOf(manifests: readonly EventfulService[]): Documents {
  return new Map([
    ...manifests.map((service): [string, string] => [`docs/openapi/${service.name}.json`, json(openApi(service))]),
    ['docs/asyncapi/tutelage.json', json(asyncApi(manifests))],
    ['docs/authorization.md', [matrixIntro, ...manifests.map(authorizationMatrix)].join('\n')],
    ...[...eventSchemas(manifests)].map(([path, schema]): [string, string] => [path, json(schema)]),
  ])
}

const readIfThere = (path: string): Promise<string | undefined> =>
  readFile(join(root, path), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })

/** Once committed, the schema of an event's version changes only so that old readers and writers go on. */
function breaks(path: string, before: string, after: string): readonly string[] {
  if (!path.startsWith('test/contracts/events/')) return []
  return breakingChanges(JSON.parse(before), JSON.parse(after))
}

async function write(path: string, text: string): Promise<void> {
  const place = join(root, path)
  await mkdir(dirname(place), { recursive: true })
  await writeFile(place, text)
}

async function main(check: boolean): Promise<void> {
  let stale = 0
  for (const [path, text] of documentsOf(services)) {
    const before = await readIfThere(path)
    if (before === text) continue
    stale += 1
    const broken = before === undefined ? [] : breaks(path, before, text)
    if (broken.length > 0)
      throw new Error(`${path} would break in place; raise the event's version:\n${broken.join('\n')}`)
    if (!check) await write(path, text)
    process.stdout.write(`${check ? 'out of date' : 'written'}: ${path}\n`)
  }
  if (check && stale > 0) throw new Error('the documents are out of date: npm run docs')
}

if (import.meta.main) await main(process.argv.includes('--check'))
