import { expect, test } from 'vitest'
import * as z from 'zod'
import { bindRoute } from '../contracts/bind-route.ts'
import { defineRoute, nothing } from '../contracts/define-route.ts'
import { type DueJob, defineService } from '../contracts/define-service.ts'
import { idField } from '../contracts/fields.ts'
import type { CampusContext } from '../data/context.ts'
import { dueAttributes } from '../data/due-index.ts'
import { campusKey } from '../data/keys.ts'
import type { Item, ItemKey, Table } from '../data/table.ts'
import { accept } from '../kernel/decision.ts'
import { ask, lambdaContext } from '../testing/http-request.ts'
import { testBench } from '../testing/test-context.ts'
import { httpHandler } from './http-handler.ts'
import { jobHandler } from './job-handler.ts'

const writePages = defineRoute({
  service: 'leads',
  id: 'writePages',
  summary: 'Writes pages, one at a time.',
  method: 'POST',
  path: '/campuses/{campusId}/pages',
  roles: ['principal'],
  params: () => z.object({ campusId: idField('campus') }),
  query: nothing,
  body: () => z.object({ pages: z.int() }),
  reply: { status: 201, body: () => z.object({ pages: z.int() }) },
  refusals: {},
  idempotency: 'required',
})

const left = ({ campus }: CampusContext): ItemKey => campusKey(campus, 'PAGES', 'LEFT')
const page = ({ campus }: CampusContext, n: number): ItemKey => campusKey(campus, 'PAGES', `PAGE#${n}`)
const newItem = (key: ItemKey, entity: string, more: object = {}): Item => ({ ...key, entity, version: 1, ...more })

const writeLeft: DueJob<CampusContext> = {
  kind: 'due',
  name: 'write-left',
  async run(key, context) {
    for (;;) {
      const item = await context.table.get(key)
      if (!item) return accept(null)
      const n = Number(item.pages)
      const when = { version: item.version }
      const after = { ...item, version: item.version + 1, pages: n - 1 }
      await context.commit({
        writes: [
          { op: 'put', item: newItem(page(context, n), 'page'), when: 'absent' },
          n === 1 ? { op: 'delete', key: left(context), when } : { op: 'put', item: after, when },
        ],
        answer: null,
      })
    }
  },
}

const service = defineService<CampusContext>('leads', [
  {
    name: 'pages',
    rules: [],
    routes: [
      bindRoute(writePages, async ({ body: { pages } }, context: CampusContext) => {
        const key = left(context)
        const due = dueAttributes(context.campus, { job: writeLeft.name, at: context.now, key })
        const item = newItem(key, 'left', { pages, ...due })
        const rest = { job: writeLeft.name, key }
        return accept(await context.commit({ writes: [{ op: 'put', item, when: 'absent' }], answer: { pages }, rest }))
      }),
    ],
    jobs: [writeLeft],
  },
])

/** A table whose function ends with its n-th commit made, and then comes to nothing. */
function ending(table: Table, commits: number): Table {
  let made = 0
  return {
    ...table,
    async transact(...asked) {
      if (made === commits) throw new Error('the function has ended')
      made += 1
      return table.transact(...asked)
    },
  }
}

function pages() {
  const bench = testBench({ service: 'leads' })
  const send = (table: Table = bench.table, count = 5) =>
    ask(httpHandler(service, { ...bench.ports, table }), {
      method: 'POST',
      path: '/leads/campuses/cam_demo-east/pages',
      headers: { 'idempotency-key': 'k' },
      body: { pages: count },
      as: 'principal',
    })
  const written = () => bench.table.all().filter(({ entity }) => entity === 'page').length
  const isLeft = () => bench.table.all().some(({ entity }) => entity === 'left')
  const jobs = jobHandler(service, { ...bench.ports, jobs: { send: async () => undefined } })
  const lookAtDue = () => jobs({ Records: [{ messageId: 'j', body: JSON.stringify({ kind: 'due' }) }] }, lambdaContext)
  return { bench, send, written, isLeft, lookAtDue }
}

test('what one transaction does not hold is done before the caller is answered', async () => {
  const { send, written, isLeft } = pages()
  expect(await send()).toMatchObject({ status: 201, body: { pages: 5 } })
  expect([written(), isLeft()]).toEqual([5, false])
})

test('a request that comes again under its key goes on where it stopped, and another body is refused', async () => {
  const { bench, send, written, isLeft } = pages()
  for (let commits = 1; commits <= 3; commits += 1) {
    expect((await send(ending(bench.table, commits === 1 ? 2 : 1))).status).toBe(500)
    expect([written(), isLeft()]).toEqual([commits, true])
  }
  expect((await send(bench.table, 6)).status).toBe(422)
  expect(await send()).toMatchObject({ status: 201, body: { pages: 5 } })
  expect(await send()).toMatchObject({ status: 201, body: { pages: 5 } })
  expect([written(), isLeft()]).toEqual([5, false])
})

test('when nobody asks again the due job does the rest', async () => {
  const { bench, send, written, isLeft, lookAtDue } = pages()
  await send(ending(bench.table, 2))
  await lookAtDue()
  expect([written(), isLeft()]).toEqual([5, false])
  expect(await send()).toMatchObject({ status: 201, body: { pages: 5 } })
})

test('two who send the same at once write each page once, and both are answered', async () => {
  const { send, written, isLeft } = pages()
  const answers = await Promise.all([send(), send(), send()])
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
  expect([written(), isLeft()]).toEqual([5, false])
})

test('a request whose rest others keep changing is told to come again, and nothing is lost', async () => {
  const { bench, send, isLeft } = pages()
  let made = 0
  const contended: Table = {
    ...bench.table,
    async transact(...asked) {
      made += 1
      return made === 1
        ? bench.table.transact(...asked)
        : { done: false, failures: [{ index: 1, reason: 'condition' }] }
    },
  }
  expect((await send(contended)).status).toBe(409)
  expect(isLeft()).toBe(true)
  expect((await send()).status).toBe(201)
  expect(isLeft()).toBe(false)
})
