import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Served, whole } from '../packages/shared/src/contracts/served.ts'
import { capabilitiesWhenAsked } from './capabilities-when-asked.ts'
import { manifests } from './manifests.ts'

const root = join(import.meta.dirname, '..')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'indexes-'))
})
afterAll(() => rm(folder, { recursive: true }))

const bundled = (manifest: string, outdir: string) =>
  build({
    absWorkingDir: root,
    entryPoints: { index: manifest },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    plugins: [capabilitiesWhenAsked],
  })

/** What stands in the bundles of a service for its manifest. */
async function indexOf(service: string): Promise<Served<never>> {
  const outdir = join(folder, service)
  await bundled(join(root, 'services', service, 'service.ts'), outdir)
  const { default: index } = await import(join(outdir, 'index.mjs'))
  return index
}

const places = (routes: Served<never>['routes']) =>
  Promise.all(
    routes.map(async (route) => {
      const { service, method, path } = route.contract
      const { id, ...found } = (await whole(route)).contract
      return [service, method, path, id, found.method, found.path]
    }),
  )

const heard = (subscriptions: Served<never>['subscriptions']) =>
  Promise.all(subscriptions.map(async (one) => [one.contract.name, (await whole(one)).name]))

const posted = (subscriptions: Served<never>['partnerSubscriptions']) =>
  Promise.all(subscriptions.map(async (one) => (await whole(one)).name))

test.each(manifests.map((manifest) => [manifest.name, manifest] as const))(
  '%s: a bundle finds every route, subscription and job of the manifest',
  { timeout: 60_000 },
  async (name, manifest) => {
    const index = await indexOf(name)
    expect(await places(index.routes)).toEqual(await places(manifest.routes))
    expect(await heard(index.subscriptions)).toEqual(await heard(manifest.subscriptions))
    expect(await posted(index.partnerSubscriptions)).toEqual(await posted(manifest.partnerSubscriptions))
    expect(index.jobs).toEqual(manifest.jobs.map((job) => ({ ...job, run: expect.any(Function) })))
  },
)

test('a capability that no module exports is refused, for a bundle could not read it later', async () => {
  const services = join(folder, 'services', 'trials')
  await mkdir(services, { recursive: true })
  const source = "export default { name: 'trials', capabilities: [{ name: 'made-here', rules: [] }] }"
  await writeFile(join(services, 'service.ts'), source)
  await expect(bundled(join(services, 'service.ts'), join(folder, 'out'))).rejects.toThrow('made-here')
})
