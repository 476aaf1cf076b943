import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import { importBench } from './import-bench.ts'

/** The command as it is called, and all that it says. */
async function run(...args: readonly string[]): Promise<{ readonly said: string; readonly code: number | null }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'import.ts'), ...args])
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
  const code = await new Promise<number | null>((ended) => child.on('close', ended))
  return { said, code }
}

/** Out of order, and waiting for an event that is on its way. */
const failures: Readonly<Record<number, { status: number; body: object }>> = {
  3: { status: 503, body: {} },
  5: { status: 409, body: { type: 'urn:tutelage:problem:notYet' } },
}

/** The chain behind an HTTP server, which fails now and then before it does what is asked. */
async function served() {
  const { send, ...at } = await importBench()
  let count = 0
  const server = createServer(async (request, response) => {
    count += 1
    const body = request.method === 'GET' ? undefined : await json(request)
    const key = z.string().optional().parse(request.headers['idempotency-key'])
    const headers = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key && { 'idempotency-key': key }),
    }
    const isKnown = request.headers.authorization === 'Bearer principal'
    const asked = { method: request.method ?? '', path: request.url ?? '', headers, body }
    const answer = failures[count] ?? (isKnown ? await send(asked) : { status: 401, body: {} })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body ?? {}))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  const address = z.object({ port: z.int() }).parse(server.address())
  return { ...at, url: `http://127.0.0.1:${address.port}` }
}

function fileOf(bytes: Uint8Array | string, name = 'students.csv'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'import-')), name)
  writeFileSync(path, bytes)
  return path
}
const options = (url: string, file: string): readonly string[] => [
  '--campus',
  'cam_demo-east',
  '--kind',
  'students',
  '--file',
  file,
  '--url',
  url,
  '--token',
  'principal',
]

test('the command brings a file in over HTTP, tries again what failed, and says what has problems', async () => {
  const { url, enrollment } = await served()
  const file = fileOf('studentNumber,studentName,guardianName,guardianPhone\nS-1,Li,Fang,13800138000\nS-2,Wang,Min,\n')
  const dry = await run(...options(url, file), '--dry-run')
  expect(dry.said).toContain('2 of 2 rows: 1 brought in, 0 known before, 1 with problems (nothing was brought in')
  const { said, code } = await run(...options(url, file))
  expect(said).toContain('2 of 2 rows: 1 brought in, 0 known before, 1 with problems\n')
  expect(said).toContain('row 2: 家长电话和邮箱至少需要一个。 A phone or an email of the guardian is needed.\n')
  expect(code).toBe(0)
  expect(enrollment.table.all().filter(({ entity, id }) => entity === 'importedNumber' && id)).toHaveLength(1)
  expect((await run(...options(url, file))).said).toContain(
    '2 of 2 rows: 0 brought in, 1 known before, 1 with problems',
  )
})

test('a file of an older spreadsheet is read by its encoding, and refused by another', async () => {
  const { url } = await served()
  // GB 18030: 学号 and 学生姓名.
  const heading = [0xd1, 0xa7, 0xba, 0xc5, 0x2c, 0xd1, 0xa7, 0xc9, 0xfa, 0xd0, 0xd5, 0xc3, 0xfb]
  const rest = new TextEncoder().encode(',guardianName,guardianPhone\nS-1,Li,Fang,13800138000\n')
  const file = fileOf(Uint8Array.from([...heading, ...rest]))
  expect((await run(...options(url, file))).code).not.toBe(0)
  const { said } = await run(...options(url, file), '--encoding', 'gb18030')
  expect(said).toContain('1 of 1 rows: 1 brought in')
})

test('what is no file of its kind, or nobody may bring in, is told in a sentence', async () => {
  const { url } = await served()
  const strange = await run(...options(url, fileOf('name,phone\nLi,1\n')))
  expect(strange).toEqual({ said: 'no column is Student number\n', code: 1 })
  const file = fileOf('studentNumber,studentName,guardianName,guardianPhone\nS-1,Li,Fang,13800138000\n')
  const refused = await run(...options(url, file).with(-1, 'nobody'))
  expect(refused.said).toContain('startImport answered 401 ; run the same command again to go on')
  expect(refused.code).toBe(1)
})

test('the command brings a workbook in as it does its CSV: the same rows, the same problems', async () => {
  const { url, leads } = await served()
  const workbook = join(import.meta.dirname, 'fixtures/students.xlsx')
  expect((await run(...options(url, workbook))).said).toContain('3 of 3 rows: 3 brought in')
  const phones = leads.table.all().flatMap((item) => JSON.stringify(item).match(/\+86\d+/g) ?? [])
  // The spreadsheet took the zero of 010 6234 5678 away; the number is the same without.
  expect(new Set(phones)).toEqual(new Set(['+8613800138000', '+862012345678', '+861062345678']))
  const csv =
    '学号,学生姓名,出生日期,家长姓名,家长电话\n00007,Li Ming,2015/9/1,Li Fang,13800138000\nS-2,Wang Wei,2014/2/28,Wang Min,02012345678\n,,,,\nS-3,"Zhao, ""Xiao""",,Zhao,1062345678\n'
  expect((await run(...options(url, fileOf(csv)))).said).toContain('3 of 3 rows: 0 brought in, 3 known before')
  const strange = await run(...options(url, fileOf('no workbook', 'students.xlsx')))
  expect(strange).toEqual({ said: 'the file is no XLSX workbook\n', code: 1 })
})

test('a template is a file that can be filled in', async () => {
  const { said, code } = await run('template', 'balances', '--language', 'en')
  expect(said).toMatch(/^\uFEFFEnrollment number,Student number,.*\r\nE-5001,/)
  expect(code).toBe(0)
  expect((await run('template', 'balances', '--xlsx')).said).toMatch(/^PK/)
})
