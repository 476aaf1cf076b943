import { rm } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { type BuildOptions, build, type Metafile } from 'esbuild'
import { capabilitiesWhenAsked } from './capabilities-when-asked.ts'

/** The Lambda entry points of a service, by file name under `services/<service>/src/handlers/`. */
export const handlerFiles = ['api', 'events', 'relay', 'jobs'] as const
export type HandlerFile = (typeof handlerFiles)[number]

/** Some CommonJS packages call `require` for Node's own modules; an ES module has none. */
const requireBanner = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);"

/**
 * Where the SDK would look for credentials on a desk. In Lambda they stand in the environment, where it looks first, so
 * that these are never imported: an eighth of a bundle, and more of its cold start.
 */
const credentialsOfDesks = [
  ...['ini', 'sso', 'process', 'web-identity', 'login', 'http'].map((kind) => `@aws-sdk/credential-provider-${kind}`),
  '@smithy/credential-provider-imds',
]

/** For streams of S3 and the like, which no service here uses; within the bundle it would hold all of the SDK's core in it. */
const neverUsed = '@smithy/core/event-streams'

/** How everything is bundled: for Node 24, small, with all that it imports inside. */
const whole = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  treeShaking: true,
  charset: 'utf8',
  legalComments: 'none',
  sourcemap: 'external',
  banner: { js: requireBanner },
  logLevel: 'warning',
} satisfies BuildOptions

const manner = { ...whole, external: [...credentialsOfDesks, neverUsed] } satisfies BuildOptions

const entryOf = (root: string, service: string, handler: HandlerFile): string =>
  join(root, 'services', service, 'src', 'handlers', `${handler}.ts`)

/** Where a bundle lies: a folder with `index.mjs`, and what that imports later. */
export const bundleFolder = (root: string, service: string, handler: HandlerFile): string =>
  join(root, 'dist', service, handler)

/** The files that a function reads when it starts: the entry point and what that imports at once, without what it imports later. */
function readAtStart({ outputs }: Metafile): Metafile['outputs'][string][] {
  const entry = Object.keys(outputs).find((path) => path.endsWith('index.mjs'))
  const read = new Set(entry === undefined ? [] : [entry])
  for (const path of read) {
    for (const { kind, path: imported } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && imported in outputs) read.add(imported)
    }
  }
  return [...read].flatMap((path) => outputs[path] ?? [])
}

async function bundleHandler(root: string, service: string, handler: HandlerFile): Promise<number> {
  const { metafile } = await build({
    ...manner,
    absWorkingDir: root,
    entryPoints: { index: entryOf(root, service, handler) },
    outdir: bundleFolder(root, service, handler),
    outExtension: { '.js': '.mjs' },
    chunkNames: '[name]-[hash]',
    splitting: true,
    metafile: true,
    plugins: [capabilitiesWhenAsked],
  })
  refuseMissing(metafile)
  const start = readAtStart(metafile)
  refuseCapabilities(start)
  return start.reduce((sum, { bytes }) => sum + bytes, 0)
}

/**
 * Bundles every entry point of these services, the AWS SDK included (docs/adr/0003). What a handler imports by
 * `await import()` is a file of its own beside it, read when it is first needed. The same sources give the same bytes, so
 * that an unchanged function is not deployed again.
 * @param root of the repository
 * @returns bytes that each function reads at its start, by `<service>/<handler>`
 */
export async function bundleServices(root: string, services: readonly string[]): Promise<Map<string, number>> {
  await Promise.all(services.map((service) => rm(join(root, 'dist', service), { recursive: true, force: true })))
  const bundled = services.flatMap((service) =>
    handlerFiles.map(
      async (handler): Promise<[string, number]> => [
        `${service}/${handler}`,
        await bundleHandler(root, service, handler),
      ],
    ),
  )
  // Until the last has ended: who cleans up after one that failed would meet the others' files.
  await Promise.allSettled(bundled)
  return new Map(await Promise.all(bundled))
}

/**
 * Bundles one file, as ours are compared with it.
 * @param entry below the root
 * @param outfile where it is written, absolute
 * @param how whole, as esbuild makes it; or lean: without what ours leave out
 */
export async function bundleAlone(root: string, entry: string, outfile: string, how: 'whole' | 'lean'): Promise<void> {
  await build({ ...(how === 'lean' ? manner : whole), absWorkingDir: root, entryPoints: [entry], outfile })
}

/** What was left out may be imported later, and then in vain; imported at the start it would stop the function. */
function refuseMissing({ outputs }: Metafile): void {
  const imports = Object.values(outputs).flatMap((output) => output.imports)
  const missing = imports.find(({ external, kind, path }) => external && kind !== 'dynamic-import' && !isBuiltin(path))
  if (missing) throw new Error(`${missing.path} is left out of a bundle that imports it at its start`)
}

/** The code of a capability is read when something of it is first asked for. */
function refuseCapabilities(start: readonly Metafile['outputs'][string][]): void {
  const held = start.flatMap(({ inputs }) =>
    Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  )
  const eager = held.find(([path]) => /(^|\/)services\/\w+\/src\/(?!handlers\/)/.test(path))
  if (eager) throw new Error(`${eager[0]} is read by a function at its start`)
}
