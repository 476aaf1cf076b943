import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { serviceNames } from '../packages/shared/src/contracts/define-event.ts'
import { hasHandlers } from './bundle.ts'
import type { Manifest } from './manifest.ts'

interface ManifestModule {
  readonly default: Manifest
}

/** The manifests of the services that are written: with `service.ts` and all entry points. */
export async function loadManifests(root: string): Promise<Manifest[]> {
  const written = serviceNames.filter(
    (name) => hasHandlers(root, name) && existsSync(join(root, 'services', name, 'service.ts')),
  )
  const modules: ManifestModule[] = await Promise.all(
    written.map((name) => import(join(root, 'services', name, 'service.ts'))),
  )
  return modules.map((module) => module.default)
}
