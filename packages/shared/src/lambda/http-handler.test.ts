import { beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { bindRoute } from '../contracts/bind-route.ts'
import { defineRoute, noBody, nothing } from '../contracts/define-route.ts'
import { defineService } from '../contracts/define-service.ts'
import { idField, lineField } from '../contracts/fields.ts'
import { ifMatchRefusals } from '../contracts/if-match.ts'
import type { CampusContext } from '../data/context.ts'
import { campusKey } from '../data/keys.ts'
import { TableUnavailable } from '../data/table-failures.ts'
import { accept, refuse } from '../kernel/decision.ts'
import { NotFound, NotYet } from '../kernel/failures.ts'
import { type Asked, ask } from '../testing/http-request.ts'
import { testBench } from '../testing/test-context.ts'
import { httpHandler } from './http-handler.ts'

const inCampus = z.object({ campusId: idField('campus') })
const common = { service: 'leads' as const, query: nothing, refusals: {} }
const noteReply = { status: 201 as const, body: () => z.object({ note: z.string(), times: z.int(), version: z.int() }) }

const writeNote = defineRoute({
  ...common,
  id: 'writeNote',
  summary: 'Writes a note.',
  method: 'POST',
  path: '/campuses/{campusId}/notes',
  roles: ['consultant', 'campusManager'],
  params: () => inCampus,
  body: () => z.object({ note: lineField(40), phone: z.string().regex(/^\d+$/).optional() }),
  reply: noteReply,
  refusals: { full: 422 },
  idempotency: 'required',
})

const readNote = defineRoute({
  ...common,
  id: 'readNote',
  summary: 'Reads the note.',
  method: 'GET',
  path: '/campuses/{campusId}/notes/{what}',
  roles: ['consultant', 'teacher'],
  params: () => z.object({ ...inCampus.shape, what: z.string() }),
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({ what: z.string(), people: z.array(z.object({ phone: z.string().optional(), id: z.int() })) }),
  },
  hidden: { 'people.phone': ['teacher'] },
})

const setNote = defineRoute({
  ...common,
  id: 'setNote',
  summary: 'Sets the note.',
  method: 'PUT',
  path: '/campuses/{campusId}/notes/{what}',
  roles: ['consultant'],
  params: () => readNote.params,
  body: () => z.object({}),
  reply: { status: 200, body: () => z.object({ version: z.int() }) },
  refusals: ifMatchRefusals,
  etag: true,
})

const answerPage = defineRoute({
  ...common,
  id: 'answerPage',
  summary: 'A page that a family answers.',
  method: 'POST',
  path: '/campuses/{campusId}/pages/{token}',
  roles: ['guardianLink'],
  params: () => z.object({ ...inCampus.shape, token: z.string().min(3) }),
  consumes: 'application/x-www-form-urlencoded',
  produces: 'text/html',
  body: () => z.object({ score: z.string().regex(/^[0-9]$/) }),
  reply: { status: 200, body: () => z.string() },
})

let commits = 0

async function countedNote(note: string, context: CampusContext) {
  if (note === 'no more') return refuse('full', { seats: 0 })
  const key = campusKey(context.campus, 'NOTE', 'NOTE')
  const before = await context.table.get(key)
  const version = (before?.version ?? 0) + 1
  commits += 1
  const when = before ? { version: before.version } : ('absent' as const)
  const answer = { note, times: version, version }
  return accept(
    await context.commit({ writes: [{ op: 'put', item: { ...key, entity: 'note', version }, when }], answer }),
  )
}

function readOrThrow(what: string) {
  if (what === 'nowhere') throw new NotFound('note')
  if (what === 'later') throw new NotYet('note')
  if (what === 'down') throw new TableUnavailable('no table')
  if (what === 'bug') throw new TypeError('the phone +8613800000000 is not a function')
  return accept({ what, people: [{ id: 1, phone: '1' }, { id: 2 }] })
}

const service = defineService<CampusContext>('leads', [
  {
    name: 'notes',
    rules: [],
    routes: [
      bindRoute(writeNote, ({ body }, context: CampusContext) => countedNote(body.note, context)),
      bindRoute(readNote, async ({ params }) => readOrThrow(params.what)),
      bindRoute(setNote, async ({ ifMatch }) =>
        ifMatch === 3 ? accept({ version: 4 }) : refuse('versionMismatch', { current: 3 }),
      ),
      bindRoute(answerPage, async ({ body }) => accept(`<p>${body.score}</p>`)),
    ],
  },
])

let bench = testBench({ service: 'leads' })
let asking: (asked: Asked) => ReturnType<typeof ask>
beforeEach(() => {
  bench = testBench({ service: 'leads' })
  const handler = httpHandler(service, bench.ports, { checkReplies: true })
  asking = (asked) => ask(handler, asked)
  commits = 0
})

const notes = '/leads/campuses/cam_demo-east/notes'
const keyed = (key: string) => ({ 'idempotency-key': key })
const note = (body: unknown, headers: Record<string, string> = keyed('k-1')): Asked => ({
  method: 'POST',
  path: notes,
  body,
  headers,
  as: 'consultant',
})

test('an unknown path is 404, a known one with another method 405 and says which methods there are', async () => {
  expect((await asking({ method: 'GET', path: '/leads/nothing' })).status).toBe(404)
  expect((await asking({ method: 'GET', path: '/loyalty/campuses/cam_demo-east/notes' })).status).toBe(404)
  const other = await asking({ method: 'DELETE', path: notes })
  expect(other).toMatchObject({ status: 405, headers: { allow: 'POST' } })
  expect(
    (await asking({ method: 'GET', path: '/leads/campuses/cam_demo-east/notes/%E0%A4', as: 'teacher' })).status,
  ).toBe(400)
})

test('a staff route needs a token, a known role and a role that may', async () => {
  const path = `${notes}/x`
  expect((await asking({ method: 'GET', path })).body.type).toBe('urn:tutelage:problem:tokenMissing')
  expect((await asking({ method: 'GET', path, as: { role: 'boss' } })).status).toBe(403)
  expect((await asking({ method: 'GET', path, as: 'finance' })).body.type).toBe('urn:tutelage:problem:roleNotAllowed')
  expect((await asking({ method: 'GET', path, as: { role: 'teacher', id: 'not an id!' } })).status).toBe(401)
  expect((await asking({ method: 'GET', path, as: 'teacher' })).status).toBe(200)
})

test('a campus out of scope is 404, as one that does not exist', async () => {
  const path = `${notes}/x`
  const as = (campuses: string) => ({ role: 'teacher', campuses })
  expect((await asking({ method: 'GET', path, as: as('cam_demo-west') })).status).toBe(404)
  expect((await asking({ method: 'GET', path, as: as('') })).status).toBe(404)
  expect((await asking({ method: 'GET', path, as: as('cam_demo-west cam_demo-east') })).status).toBe(200)
  expect((await asking({ method: 'GET', path, as: as('[cam_demo-west cam_demo-east]') })).status).toBe(200)
})

test('a bare subject of the identity provider becomes a staff id', async () => {
  const as = { role: 'consultant', id: '0b7e1a52-9f0c-4d55-8f0e-2f3c9a1b7d11' }
  expect((await asking({ ...note({ note: 'hello' }), as })).status).toBe(201)
})

test('fields are hidden from the roles that the contract names, through lists', async () => {
  const read = async (as: Asked['as'] & string) => (await asking({ method: 'GET', path: `${notes}/x`, as })).body.people
  expect(await read('consultant')).toEqual([{ id: 1, phone: '1' }, { id: 2 }])
  expect(await read('teacher')).toEqual([{ id: 1 }, { id: 2 }])
})

test('a body over 1 MB is 413, another content type 415, broken or ambiguous JSON 400', async () => {
  const large = await asking({
    ...note(`"${'x'.repeat(2 * 1024 * 1024)}"`),
    headers: { 'content-type': 'application/json' },
  })
  expect(large.status).toBe(413)
  const sent = (body: string, contentType = 'application/json; charset=utf-8') =>
    asking({ ...note(body), headers: { ...keyed('k'), 'content-type': contentType } })
  expect((await sent('{"note":"a"}', 'text/plain')).status).toBe(415)
  expect((await sent('{"note":')).body.type).toBe('urn:tutelage:problem:malformedJson')
  expect((await sent('{"note":"a","note":"b"}')).body.type).toBe('urn:tutelage:problem:duplicateKey')
  expect((await sent('{"note":"a","n\\u006fte":"b"}')).body.type).toBe('urn:tutelage:problem:duplicateKey')
  expect((await sent('{"note":"a","__proto__":{}}')).body.type).toBe('urn:tutelage:problem:forbiddenKey')
  expect((await sent('{"note":"\\ud800"}')).body.type).toBe('urn:tutelage:problem:malformedText')
  expect((await sent('['.repeat(40) + ']'.repeat(40))).body.type).toBe('urn:tutelage:problem:tooDeep')
  expect((await sent('{"note":"a"}')).status).toBe(201)
})

test('wrong fields are named, and their values told to nobody', async () => {
  const answer = await asking(note({ note: 7, phone: '+86 138-SECRET', SECRET: 1 }))
  expect(answer).toMatchObject({ status: 400, headers: { 'content-type': 'application/problem+json' } })
  expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(['body.note', 'body.phone'])
  expect(answer.body).toMatchObject({ requestId: 'request-0001', status: 400, title: 'Bad request' })
  expect(answer.text + JSON.stringify(bench.logged)).not.toContain('SECRET')
})

test('a route that moves value needs an Idempotency-Key, and a well-formed one', async () => {
  const missing = await asking(note({ note: 'a' }, {}))
  expect(missing).toMatchObject({ status: 400, body: { errors: [{ path: 'headers.idempotency-key' }] } })
  expect((await asking(note({ note: 'a' }, keyed('with space')))).status).toBe(400)
  expect(commits).toBe(0)
})

test('the same key and request take effect once and get the first answer; another request under it is 422', async () => {
  const first = await asking(note({ note: 'a' }))
  const again = await asking(note({ note: 'a' }))
  expect(again.body).toEqual(first.body)
  expect([first, again].map(({ headers }) => headers['idempotency-replayed'])).toEqual([undefined, 'true'])
  expect(commits).toBe(1)
  expect(await asking(note({ note: 'b' }))).toMatchObject({ status: 422 })
  expect((await asking({ ...note({ note: 'a' }), as: { role: 'consultant', id: 'stf_other' } })).body.times).toBe(2)
})

test('fifty calls with one key at the same time take effect once', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => asking(note({ note: 'a' }))))
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(answers.every(({ status }) => status === 201)).toBe(true)
})

test('a refusal has the status of its contract, its code and its figures', async () => {
  const refused = await asking(note({ note: 'no more' }))
  expect(refused).toMatchObject({ status: 422, body: { type: 'urn:tutelage:problem:full', details: { seats: 0 } } })
})

test('an update names the version that it builds on', async () => {
  const put = (ifMatch: string) =>
    asking({ method: 'PUT', path: `${notes}/x`, body: {}, headers: { 'if-match': ifMatch }, as: 'consultant' })
  expect(await put('"3"')).toMatchObject({ status: 200, headers: { etag: '"4"' } })
  expect((await put('"2"')).status).toBe(412)
  expect(await put('three')).toMatchObject({ status: 400, body: { errors: [{ path: 'headers.if-match' }] } })
})

test('what is not there is 404, what is not there yet 409, an outage 503', async () => {
  const read = (what: string) => asking({ method: 'GET', path: `${notes}/${what}`, as: 'teacher' })
  expect((await read('nowhere')).status).toBe(404)
  expect((await read('later')).status).toBe(409)
  expect(await read('down')).toMatchObject({ status: 503, headers: { 'retry-after': '1' } })
})

test('a defect is 500 and tells nothing of the inside', async () => {
  const answer = await asking({ method: 'GET', path: `${notes}/bug`, as: 'teacher' })
  expect(answer.status).toBe(500)
  expect(answer.text).not.toContain('138')
  expect(bench.logged.at(-1)).toMatchObject({ level: 'error', message: 'request failed' })
})

const page = '/leads/campuses/cam_demo-east/pages/secret-token'
const form = (body: string, headers: Record<string, string> = {}): Asked => ({
  method: 'POST',
  path: page,
  body,
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
})

test('a page needs no token, reads a form and lets no script run', async () => {
  const answer = await asking(form('score=9'))
  expect(answer).toMatchObject({ status: 200, text: '<p>9</p>' })
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
  expect((await asking(form('score=9&score=8'))).body.type).toBe('urn:tutelage:problem:duplicateKey')
  expect((await asking(form('score=99'))).body.errors[0].path).toBe('body.score')
})

test('in a browser a problem is a page in both languages that repeats nothing', async () => {
  const answer = await asking(form('score=<script>', { accept: 'text/html,*/*' }))
  expect(answer.status).toBe(400)
  expect(answer.text).toContain('返回检查')
  expect(answer.text).not.toContain('script')
})

test('every answer forbids caching and sniffing, and names the request', async () => {
  const headers = { 'x-correlation-id': '0f8fad5b-d9cb-469f-a165-70867728950e' }
  const answer = await asking({ ...note({ note: 'a' }), headers: { ...keyed('k'), ...headers } })
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': 'request-0001',
    'x-correlation-id': '0f8fad5b-d9cb-469f-a165-70867728950e',
  })
  const odd = await asking({
    ...note({ note: 'a' }, keyed('k2')),
    headers: { ...keyed('k2'), 'x-correlation-id': '138-0000-0000' },
  })
  expect(odd.headers['x-correlation-id']).toBe('request-0001')
})

test('the service describes itself to anybody', async () => {
  const { status, body } = await asking({ method: 'GET', path: '/leads/openapi.json' })
  expect(status).toBe(200)
  expect(body.paths['/leads/campuses/{campusId}/notes'].post.operationId).toBe('writeNote')
})
