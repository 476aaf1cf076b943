import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { breakingChanges } from '@tutelage/shared/documents/breaking-changes.ts'
import { expect, test } from 'vitest'
import { services } from '../services.ts'
import { eventSchemas } from './event-schemas.ts'

const folder = join(import.meta.dirname, 'events')
const committed = readdirSync(folder).filter((name) => name.endsWith('.json'))
const current = new Map([...eventSchemas(services)].map(([path, schema]) => [path.split('/').at(-1) ?? '', schema]))

const parts = (file: string) => /^(?<name>.+)\.v(?<version>\d+)\.json$/.exec(file)?.groups ?? {}

test('every event has its shape committed: npm run docs', () => {
  expect(current.size).toBeGreaterThan(10)
  expect([...current.keys()].filter((file) => !committed.includes(file))).toEqual([])
})

test.each(committed)('%s is read as before', (file) => {
  const schema = current.get(file)
  if (schema) {
    expect(breakingChanges(JSON.parse(readFileSync(join(folder, file), 'utf8')), schema)).toEqual([])
    return
  }
  const { name, version } = parts(file)
  const newer = [...current.keys()].map(parts).find((one) => one.name === name && Number(one.version) > Number(version))
  expect(newer, 'an event that is no more leaves its readers waiting').toBeDefined()
})
