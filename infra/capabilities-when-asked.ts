import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'esbuild'
import type { CapabilityIndex } from '../packages/shared/src/contracts/defer-service.ts'
import type { Capability, Service } from '../packages/shared/src/contracts/define-service.ts'

const deferService = join(import.meta.dirname, '..', 'packages', 'shared', 'src', 'contracts', 'defer-service.ts')

/** What a bundle is to know of a capability from the start. */
const indexOf = (capability: Capability<never>): CapabilityIndex => ({
  routes: (capability.routes ?? []).map(({ contract }) => [contract.method, contract.path]),
  subscriptions: (capability.subscriptions ?? []).map(({ contract }) => contract.name),
  partnerSubscriptions: (capability.partnerSubscriptions ?? []).length,
  jobs: (capability.jobs ?? []).map((job) =>
    job.kind === 'due' ? { kind: job.kind, name: job.name } : { kind: job.kind, name: job.name, at: job.at },
  ),
})

/** A module that a manifest imports. */
interface Imported {
  readonly from: string
  readonly exported: Readonly<Record<string, unknown>>
}

async function importsOf(manifest: string): Promise<readonly Imported[]> {
  const source = await readFile(manifest, 'utf8')
  const { resolve } = createRequire(manifest)
  const specifiers = [...source.matchAll(/^import .* from '(.+)'$/gm)].map(([, specifier = '']) => resolve(specifier))
  return Promise.all(specifiers.map(async (from) => ({ from, exported: await import(pathToFileURL(from).href) })))
}

/** How a bundle imports this capability: its module and its name there. */
function placeOf(capability: Capability<never>, imports: readonly Imported[]): string {
  for (const { from, exported } of imports) {
    const name = Object.keys(exported).find((key) => exported[key] === capability)
    if (name) return `() => import(${JSON.stringify(from)}).then((module) => module.${name})`
  }
  throw new Error(`${capability.name}: the manifest makes this capability itself; let a module of its own export it`)
}

/** The module that stands in a bundle for the manifest: what there is, and where each capability's code is. */
async function indexModule(manifest: string): Promise<string> {
  const [{ default: service }, imports]: [{ default: Service<never> }, readonly Imported[]] = await Promise.all([
    import(pathToFileURL(manifest).href),
    importsOf(manifest),
  ])
  const entries = service.capabilities.map((capability) => {
    const known = JSON.stringify(indexOf(capability))
    return `{ ...${known}, load: ${placeOf(capability, imports)} }`
  })
  return `import { deferService } from ${JSON.stringify(deferService)}
export default deferService(${JSON.stringify(service.name)}, [${entries.join(',\n')}])`
}

/**
 * Puts an index of the manifest in the manifest's place, so that a function compiles the code of a capability when a request,
 * an event or a job first asks for it, and not at its start.
 */
export const capabilitiesWhenAsked: Plugin = {
  name: 'capabilities-when-asked',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]services[/\\]\w+[/\\]service\.ts$/ }, async ({ path }) => ({
      contents: await indexModule(path),
      loader: 'js',
    }))
  },
}
