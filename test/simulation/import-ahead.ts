import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/**
 * Imports what the handlers import only when they need it: reading a file takes as long as the machine likes, and the first run of a
 * process would take other turns than the same run played again.
 */
export async function importAhead(): Promise<void> {
  const files = globSync(['services/*/src/**/*.ts', 'packages/shared/src/**/*.ts'], { cwd: root })
  const found = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/await import\('(\.[^']+)'\)/g)].map(([, path = '']) =>
      join(root, dirname(file), path),
    ),
  )
  if (found.length === 0) throw new Error('nothing is imported late any more')
  await Promise.all(found.map((path) => import(path)))
}
