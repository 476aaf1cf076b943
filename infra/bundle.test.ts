import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleFolder, bundleServices, handlerFiles } from './bundle.ts'

const source = `
import { createRequire as unused } from 'node:module'
import { greet } from './greet.cjs'
export const handler = async (event: { name: string }) => greet(event.name)
export const sweep = async () => (await import('./later.ts')).later
`
/** CommonJS that requires one of Node's own modules, as some dependencies do. */
const dependency = `const { basename } = require('node:path'); exports.greet = (name) => 'Hello ' + basename(name)`

const later = `export const later = '您好'`

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bundles-'))
  const folder = join(root, 'services', 'leads', 'src', 'handlers')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'greet.cjs'), dependency)
  await writeFile(join(folder, 'later.ts'), later)
  for (const handler of handlerFiles) await writeFile(join(folder, `${handler}.ts`), source)
  await bundleServices(root, ['leads'])
})
afterAll(() => rm(root, { recursive: true }))

const read = (handler: (typeof handlerFiles)[number]) =>
  readFile(join(bundleFolder(root, 'leads', handler), 'index.mjs'))

test('a bundle stands alone and exports its entry points', async () => {
  const bundle = await import(join(bundleFolder(root, 'leads', 'relay'), 'index.mjs'))
  expect(await bundle.handler({ name: '/a/Lin' })).toBe('Hello Lin')
  expect(await bundle.sweep()).toBe('您好')
})

test('the same sources give the same bytes, so that what did not change is not deployed', async () => {
  const before = await read('api')
  await bundleServices(root, ['leads'])
  expect(Buffer.compare(before, await read('api'))).toBe(0)
})

test('nothing of an older build is left beside a bundle', async () => {
  const before = await readdir(bundleFolder(root, 'leads', 'api'))
  await writeFile(join(bundleFolder(root, 'leads', 'api'), 'old.mjs'), '')
  await bundleServices(root, ['leads'])
  expect(await readdir(bundleFolder(root, 'leads', 'api'))).toEqual(before)
})

test('what is left out of a bundle is never imported at its start', async () => {
  const careless = await mkdtemp(join(tmpdir(), 'bundles-'))
  const folder = join(careless, 'services', 'leads', 'src', 'handlers')
  await mkdir(folder, { recursive: true })
  const start = "import '@aws-sdk/credential-provider-sso'; export const handler = async () => {}"
  for (const handler of handlerFiles) await writeFile(join(folder, `${handler}.ts`), start)
  await expect(bundleServices(careless, ['leads'])).rejects.toThrow('@aws-sdk/credential-provider-sso is left out')
  await rm(careless, { recursive: true })
})

test('what a function reads at its start holds no capability', async () => {
  const eager = await mkdtemp(join(tmpdir(), 'bundles-'))
  const folder = join(eager, 'services', 'leads', 'src')
  await mkdir(join(folder, 'handlers'), { recursive: true })
  await mkdir(join(folder, 'trials'))
  await writeFile(join(folder, 'trials', 'book-trial.ts'), "export const handler = async () => 'booked'")
  for (const handler of handlerFiles)
    await writeFile(join(folder, 'handlers', `${handler}.ts`), "export { handler } from '../trials/book-trial.ts'")
  await expect(bundleServices(eager, ['leads'])).rejects.toThrow('leads/src/trials/book-trial.ts is read by a function')
  await rm(eager, { recursive: true })
})

test('what is imported later is not read at the start', async () => {
  expect(await read('api').then(String)).not.toContain('您好')
  const files = await readdir(bundleFolder(root, 'leads', 'api'))
  expect(files.filter((name) => /^later-\w+\.mjs$/.test(name))).toHaveLength(1)
})

test('what each function reads at its start is told', async () => {
  const sizes = await bundleServices(root, ['leads'])
  expect([...sizes.keys()].sort()).toEqual(['leads/api', 'leads/events', 'leads/jobs', 'leads/relay'])
  const folder = bundleFolder(root, 'leads', 'api')
  const atStart = (await readdir(folder)).filter((name) => /^(index|chunk-.*)\.mjs$/.test(name))
  const files = await Promise.all(atStart.map((name) => readFile(join(folder, name))))
  expect(sizes.get('leads/api')).toBe(files.reduce((sum, file) => sum + file.byteLength, 0))
})
