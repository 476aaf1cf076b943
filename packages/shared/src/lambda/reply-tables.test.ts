import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { bindRoute } from '../contracts/bind-route.ts'
import { defineRoute, noBody, nothing, workbookType } from '../contracts/define-route.ts'
import { defineService } from '../contracts/define-service.ts'
import { idField } from '../contracts/fields.ts'
import type { CampusContext } from '../data/context.ts'
import { neutral } from '../documents/csv.ts'
import { accept } from '../kernel/decision.ts'
import { ask } from '../testing/http-request.ts'
import { testBench } from '../testing/test-context.ts'
import { httpHandler } from './http-handler.ts'

const outcome = z.union([
  z.object({ status: z.literal('open') }),
  z.object({ status: z.literal('paid'), on: z.string() }),
])
const common = {
  service: 'leads' as const,
  method: 'GET' as const,
  params: () => z.object({ campusId: idField('campus') }),
  query: nothing,
  body: noBody,
  refusals: {},
}
const readPeople = defineRoute({
  ...common,
  id: 'readPeople',
  summary: 'People.',
  path: '/campuses/{campusId}/people',
  roles: ['consultant', 'teacher'],
  reply: {
    status: 200,
    body: () =>
      z.object({
        counted: z.int(),
        rate: z.object({ rateBasisPoints: z.int().optional() }),
        items: z.array(z.object({ name: z.string(), phone: z.string().optional(), outcome })),
        months: z.array(z.object({ month: z.string() })),
        nextCursor: z.string().optional(),
      }),
  },
  tables: ['items', 'months', 'figures'],
  hidden: { 'items.phone': ['teacher'], counted: ['teacher'] },
})
const readSheet = defineRoute({
  ...common,
  id: 'readSheet',
  summary: 'A workbook.',
  path: '/campuses/{campusId}/sheet',
  roles: ['consultant'],
  reply: { status: 200, body: () => z.string() },
  produces: workbookType,
})

const people = {
  counted: -2,
  rate: {},
  items: [
    { name: '=1+1', phone: '+8613800138000', outcome: { status: 'open' as const } },
    { name: 'Li, "Ming"', outcome: { status: 'paid' as const, on: '2026-03-01' } },
  ],
  months: [{ month: '2026-03' }],
  nextCursor: 'next',
}
const service = defineService<CampusContext>('leads', [
  {
    name: 'people',
    rules: [],
    routes: [
      bindRoute(readPeople, async () => accept(people)),
      bindRoute(readSheet, async () => accept(Buffer.from('PK').toString('base64'))),
    ],
  },
])
const handler = httpHandler(service, testBench({ service: 'leads' }).ports, { checkReplies: true })
const read = (
  accepted: string | undefined,
  headers: Record<string, string> = {},
  as: 'consultant' | 'teacher' = 'consultant',
) =>
  ask(handler, {
    method: 'GET',
    path: '/leads/campuses/cam_demo-east/people',
    headers: { ...(accepted !== undefined && { accept: accepted }), ...headers },
    as,
  })

test('a reply is JSON unless CSV is asked for first', async () => {
  for (const accepted of [undefined, '*/*', 'application/json', 'application/json, text/csv', 'text/html']) {
    expect((await read(accepted)).body, accepted).toEqual(people)
  }
  expect((await read('text/html, text/csv;q=0.9, */*')).headers['content-type']).toBe('text/csv; charset=utf-8')
})

test('CSV has the rows of the JSON; what a spreadsheet would run as a formula stays a text', async () => {
  const { text, headers } = await read('text/csv')
  expect(text).toBe(
    '\uFEFFname,phone,outcome.status,outcome.on\r\n\'=1+1,\'+8613800138000,open,\r\n"Li, ""Ming""",,paid,2026-03-01\r\n',
  )
  expect(headers).toMatchObject({ 'x-next-cursor': 'next', 'cache-control': 'no-store', vary: 'accept' })
})

test('a caller names the table, and leaves out the heading and the byte order mark', async () => {
  expect((await read('text/csv; table=months; bom=absent; header=absent')).text).toBe('2026-03\r\n')
  // A number below zero is a number.
  expect((await read('text/csv;table="figures";bom=absent')).text).toBe('counted,rate.rateBasisPoints\r\n-2,\r\n')
  const { status, body } = await read('text/csv;table=phones')
  expect([status, body.type]).toEqual([406, 'urn:tutelage:problem:noSuchTable'])
})

test('titles are in the language that the caller reads', async () => {
  const heading = async (language: string) =>
    (await read('text/csv;table=figures;bom=absent', { 'accept-language': language })).text.split('\r\n')[0]
  expect(await heading('zh-Hans-CN,zh;q=0.9,en;q=0.8')).toBe('统计人数,rate · 比率（万分比）')
  expect(await heading('en-GB')).toBe('Counted,Rate · Rate basis points')
  expect(await heading('fr')).toBe('counted,rate.rateBasisPoints')
})

test('what is hidden from a role is hidden in CSV as well', async () => {
  const items = (await read('text/csv', {}, 'teacher')).text
  expect(items).toContain("'=1+1,,open,")
  expect(items).not.toContain('138')
  expect((await read('text/csv;table=figures', {}, 'teacher')).text).not.toContain('-2')
})

test('a workbook is sent as bytes', async () => {
  const event = { method: 'GET', path: '/leads/campuses/cam_demo-east/sheet', as: 'consultant' as const }
  const { text, headers } = await ask(handler, event)
  expect(Buffer.from(text, 'base64').toString()).toBe('PK')
  expect(headers['content-type']).toBe(workbookType)
})

test('an amount below zero is no formula', () => {
  expect([neutral('-150.00'), neutral('-1+1'), neutral('--1')]).toEqual(['-150.00', "'-1+1", "'--1"])
})

test('no text begins a formula in a spreadsheet, and nothing else of it changes', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', 'a', "'") }), (text) => {
      const safe = String(neutral(text))
      expect(safe).not.toMatch(/^[=+\-@\t\r]/)
      expect([text, `'${text}`]).toContain(safe)
    }),
  )
})
