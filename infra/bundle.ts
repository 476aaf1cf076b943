import { rm } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { type BuildOptions, build, type Metafile } from 'esbuild'

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
const neverUsed = ['@smithy/core/event-streams']

/** How everything is bundled: for Node 24, small, with all that it imports inside. */
const manner = {
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
  external: credentialsOfDesks,
  banner: { js: requireBanner },
  logLevel: 'warning',
} satisfies BuildOptions

const entryOf = (root: string, service: string, handler: HandlerFile): string =>
  join(root, 'services', service, 'src', 'handlers', `${handler}.ts`)

/** Where a bundle lies: a folder with `index.mjs` and nothing else that is deployed. */
export const bundleFolder = (root: string, service: string, handler: HandlerFile): string =>
  join(root, 'dist', service, handler)

/**
 * Bundles every entry point of these services in one esbuild call, the AWS SDK included (docs/adr/0003). The same
 * sources give the same bytes, so that an unchanged function is not deployed again.
 * @param root of the repository
 * @returns bytes of each bundle by `<service>/<handler>`
 */
export async function bundleServices(root: string, services: readonly string[]): Promise<Map<string, number>> {
  const pairs = services.flatMap((service) => handlerFiles.map((handler) => ({ service, handler })))
  await Promise.all(services.map((service) => rm(join(root, 'dist', service), { recursive: true, force: true })))
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: pairs.map(({ service, handler }) => ({
      in: entryOf(root, service, handler),
      out: join(service, handler, 'index'),
    })),
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    ...manner,
    external: [...credentialsOfDesks, ...neverUsed],
    metafile: true,
  })
  refuseMissing(metafile)
  return new Map(
    Object.entries(metafile.outputs)
      .filter(([path]) => path.endsWith('.mjs'))
      .map(([path, { bytes }]) => [path.split('/').slice(1, 3).join('/'), bytes]),
  )
}

/**
 * Bundles one file as esbuild does by itself, without our own savings: what our bundles are compared with.
 * @param entry below the root
 * @param outfile where it is written, absolute
 */
export async function bundleAlone(root: string, entry: string, outfile: string): Promise<void> {
  await build({ absWorkingDir: root, entryPoints: [entry], outfile, ...manner })
}

/** What was left out may be imported later, and then in vain; imported at the start it would stop the function. */
function refuseMissing({ outputs }: Metafile): void {
  const imports = Object.values(outputs).flatMap((output) => output.imports)
  const missing = imports.find(({ external, kind, path }) => external && kind !== 'dynamic-import' && !isBuiltin(path))
  if (missing) throw new Error(`${missing.path} is left out of a bundle that imports it at its start`)
}
