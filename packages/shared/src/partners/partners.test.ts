import { Webhook } from 'standardwebhooks'
import { beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { defineEvent, happened } from '../contracts/define-event.ts'
import { defineService } from '../contracts/define-service.ts'
import { lineField } from '../contracts/fields.ts'
import { definePartnerEvent, onPartner } from '../contracts/subscribe.ts'
import type { CampusContext } from '../data/context.ts'
import { campusKey } from '../data/keys.ts'
import { accept, refuse } from '../kernel/decision.ts'
import { NotFound, NotYet } from '../kernel/failures.ts'
import { epochMs, hourMs, instant, minuteMs } from '../kernel/instant.ts'
import { eventHandler } from '../lambda/event-handler.ts'
import { httpHandler } from '../lambda/http-handler.ts'
import { type Asked, ask, lambdaContext } from '../testing/http-request.ts'
import { testBench } from '../testing/test-context.ts'
import { partnerCapability } from './capability.ts'

const called = definePartnerEvent({
  name: 'CallLogged',
  owner: 'leads',
  version: 1,
  summary: 'A call was made.',
  data: () => z.object({ phone: lineField(30) }),
})
const taken = defineEvent({
  name: 'CallTaken',
  publishers: ['leads'],
  version: 1,
  summary: 'A call was taken in.',
  data: () => z.object({ calls: z.int() }),
})

/** Counts calls; what the phone says decides how it ends. */
async function logCall({ phone }: { phone: string }, context: CampusContext) {
  if (phone === 'refused') return refuse('lineClosed')
  if (phone === 'unknown') throw new NotFound('customer')
  if (phone === 'early') throw new NotYet('customer')
  const key = campusKey(context.campus, 'CALLS', 'COUNT')
  const before = await context.table.get(key)
  const version = (before?.version ?? 0) + 1
  const { campusId } = context.campus
  return accept(
    await context.commit({
      writes: [
        {
          op: 'put',
          item: { ...key, entity: 'calls', version },
          when: before ? { version: before.version } : 'absent',
        },
      ],
      events: [happened(taken, { campusId, aggregateId: 'calls', aggregateVersion: version }, { calls: version })],
      answer: { calls: version },
    }),
  )
}

const service = defineService<CampusContext>('leads', [
  partnerCapability('leads', [onPartner(called, 'log-call', logCall)], (bytes) => bytes.fill(random++)),
])

let random = 1
let bench = testBench({ service: 'leads' })
let api = httpHandler(service, bench.ports, { checkReplies: true })
let queue = eventHandler(service, bench.ports)
beforeEach(() => {
  bench = testBench({ service: 'leads' })
  api = httpHandler(service, bench.ports, { checkReplies: true })
  queue = eventHandler(service, bench.ports)
})

const partner = '/leads/partners/prt_calls'
const asking = (asked: Asked) => ask(api, { as: 'principal', ...asked })
const registration = { name: 'Calls', eventTypes: ['CallLogged'], campuses: ['cam_demo-east'], lawfulBasis: 'contract' }
const register = (change: object = {}, headers = {}) =>
  asking({ method: 'PUT', path: partner, body: { ...registration, ...change }, headers })

async function newSecret(overlapHours = 24): Promise<string> {
  return (await asking({ method: 'POST', path: `${partner}/secrets`, body: { overlapHours } })).body.secret
}

const event = (change: object = {}) => ({
  type: 'CallLogged',
  campusId: 'cam_demo-east',
  occurredAt: '2026-03-01T09:00:00+08:00',
  data: { phone: '123' },
  ...change,
})

interface Sending {
  readonly secret: string
  readonly id?: string
  readonly body?: object
  readonly sentAgoMs?: number
  readonly headers?: Record<string, string>
}

/** Sends as a partner does, signed by the reference implementation. */
function send({ secret, id = 'msg-1', body = event(), sentAgoMs = 0, headers = {} }: Sending) {
  const text = JSON.stringify(body)
  const sentAt = new Date(epochMs(bench.clock.now()) - sentAgoMs)
  const signed = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, sentAt, text),
  }
  const { as: _nobody, ...asked } = { as: undefined, method: 'POST', path: `${partner}/events` }
  return ask(api, { ...asked, body: text, headers: { ...signed, ...headers } })
}

const post = (detail: unknown, { source = 'partner.prt_calls', type = 'CallLogged', id = 'evt-1' } = {}) =>
  queue(
    { Records: [{ messageId: 'm1', body: JSON.stringify({ id, source, 'detail-type': type, detail }) }] },
    lambdaContext,
  )

const quarantine = async (status = 'open') =>
  (await asking({ method: 'GET', path: `/leads/quarantine?status=${status}` })).body.items

test('a signed event is taken in as the partner, and re-emitted as our own', async () => {
  await register()
  const answer = await send({ secret: await newSecret() })
  expect(answer).toMatchObject({ status: 202, body: { status: 'accepted' } })
  expect(bench.eventsOf(taken).map(({ meta }) => meta.actor)).toEqual([{ kind: 'partner', id: 'prt_calls' }])
})

test('an event sent again changes nothing, at once and in a rush', async () => {
  await register()
  const secret = await newSecret()
  const answers = await Promise.all(Array.from({ length: 20 }, () => send({ secret })))
  expect(answers.map(({ body }) => body.status).filter((status) => status === 'accepted')).toHaveLength(1)
  expect((await send({ secret })).body.status).toBe('duplicate')
  expect((await send({ secret, id: 'msg-2' })).body.status).toBe('accepted')
  expect(bench.eventsOf(taken)).toHaveLength(2)
})

test('what is unsigned, signed by another, altered, old, of the future or of nobody is 401 and says no more', async () => {
  await register()
  const secret = await newSecret()
  const other = `whsec_${Buffer.from('another secret of some length').toString('base64')}`
  const refused = [
    await send({ secret: other }),
    await send({ secret, headers: { 'webhook-signature': '' } }),
    await send({ secret, headers: { 'webhook-signature': 'v1,AAAA v2,BBBB' } }),
    await send({ secret, headers: { 'webhook-id': 'msg-9' } }),
    await send({ secret, headers: { 'webhook-timestamp': 'soon' } }),
    await send({ secret, sentAgoMs: 5 * minuteMs + 1000 }),
    await send({ secret, sentAgoMs: -5 * minuteMs - 1000 }),
    await ask(api, { method: 'POST', path: '/leads/partners/prt_nobody/events', body: event() }),
  ]
  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 401))
  expect(new Set(refused.map(({ text }) => text)).size).toBe(1)
  expect((await send({ secret, sentAgoMs: 5 * minuteMs - 1000 })).status).toBe(202)
  const altered = await ask(api, {
    method: 'POST',
    path: `${partner}/events`,
    body: event({ data: { phone: '999' } }),
    headers: {
      'webhook-id': 'msg-3',
      'webhook-timestamp': String(epochMs(bench.clock.now()) / 1000),
      'webhook-signature': new Webhook(secret).sign('msg-3', new Date(bench.clock.now()), JSON.stringify(event())),
    },
  })
  expect(altered.status).toBe(401)
  expect(await quarantine()).toEqual([])
})

test('two secrets sign during the overlap, the older one no longer after it, a third retires the first at once', async () => {
  await register()
  const first = await newSecret()
  const second = await newSecret(2)
  expect((await send({ secret: first, id: 'a' })).status).toBe(202)
  expect((await send({ secret: second, id: 'b' })).status).toBe(202)
  bench.clock.advance(2 * hourMs)
  expect((await send({ secret: first, id: 'c' })).status).toBe(401)
  const third = await newSecret(1)
  const fourth = await newSecret(1)
  expect((await send({ secret: second, id: 'd' })).status).toBe(401)
  expect((await send({ secret: third, id: 'e' })).status).toBe(202)
  const fifth = await newSecret(0)
  expect((await send({ secret: fourth, id: 'f' })).status).toBe(401)
  expect((await send({ secret: fifth, id: 'g' })).status).toBe(202)
})

test('a secret is shown once and never listed', async () => {
  await register()
  const secret = await newSecret()
  const listed = await asking({ method: 'GET', path: '/leads/partners' })
  expect(listed.body.items[0].secrets).toHaveLength(1)
  expect(listed.text + (await register({}, { 'if-match': '"2"' })).text).not.toContain(secret)
})

test('a principal of one campus neither sees nor changes a partner of another, and makes no secret of it', async () => {
  await register()
  const elsewhere = { role: 'principal', campuses: 'cam_elsewhere' }
  const { body } = await asking({ method: 'GET', path: '/leads/partners', as: elsewhere })
  expect(body.items).toEqual([])
  const secret = { method: 'POST', path: `${partner}/secrets`, body: { overlapHours: 0 }, as: elsewhere }
  expect((await asking(secret)).status).toBe(404)
  const mine = { name: 'Mine', eventTypes: [], campuses: ['cam_elsewhere'], lawfulBasis: 'consent' }
  const change = { method: 'PUT', path: partner, body: mine, headers: { 'if-match': '"1"' }, as: elsewhere }
  expect((await asking(change)).body.type).toContain('campusOutOfScope')
  expect((await asking({ ...secret, as: 'principal' })).status).toBe(201)
})

test('a partner is registered for what the service takes, and changed only by who saw it', async () => {
  expect(await register({ eventTypes: ['PaymentReceived'] })).toMatchObject({ status: 422 })
  expect(await register()).toMatchObject({ status: 200, headers: { etag: '"1"' } })
  expect((await register()).status).toBe(428)
  expect((await register({}, { 'if-match': '"7"' })).status).toBe(412)
  expect((await register({ campuses: 'all' }, { 'if-match': '"1"' })).status).toBe(200)
  const westOnly = { role: 'principal', campuses: 'cam_demo-west' }
  const beyond = await ask(api, { method: 'PUT', path: partner, body: registration, as: westOnly })
  expect(beyond.body.type).toBe('urn:tutelage:problem:campusOutOfScope')
})

test.each([
  ['a wrong shape', event({ data: { phone: 7 } }), 'data.phone'],
  ['a type that it may not post', event({ type: 'PaymentReceived' }), 'type'],
  ['a campus that it may not post for', event({ campusId: 'cam_demo-west' }), 'campusId'],
  ['a moment that is none', event({ occurredAt: 'yesterday' }), 'occurredAt'],
  ['what the rules refuse', event({ data: { phone: 'refused' } }), 'data'],
  ['what it builds on is not there', event({ data: { phone: 'unknown' } }), 'data'],
  ['no object at all', [1, 2], 'type'],
])('over HTTP %s is told to the partner and stands in quarantine once', async (_what, body, path) => {
  await register()
  const secret = await newSecret()
  const answers = [await send({ secret, body }), await send({ secret, body })]
  expect(answers.map(({ status }) => status)).toEqual([422, 422])
  expect(answers[0]?.body.errors.map((error: { path: string }) => error.path)).toContain(path)
  expect(await quarantine()).toHaveLength(1)
  expect(bench.events()).toEqual([])
})

test('on the bus the same detail is one event, whatever id the bus gives it', async () => {
  await register()
  const { type: _type, ...detail } = event()
  const reordered = Object.fromEntries(Object.entries(detail).reverse())
  await post(detail, { id: 'evt-1' })
  await post(reordered, { id: 'evt-2', source: 'partner.calls' })
  expect(bench.eventsOf(taken)).toHaveLength(1)
  await post({ ...detail, id: 'own-1' })
  await post({ ...detail, id: 'own-1', occurredAt: '2026-03-01T10:00:00Z' })
  expect(bench.eventsOf(taken)).toHaveLength(2)
})

test('on the bus what is bad stands in quarantine with the reasons and is not delivered again', async () => {
  await register()
  const { type: _type, ...detail } = event()
  const bad = [
    await post({ ...detail, data: { phone: 7 } }),
    await post(detail, { source: 'partner.stranger' }),
    await post('no object'),
  ]
  expect(bad).toEqual(bad.map(() => ({ batchItemFailures: [] })))
  const items = await quarantine()
  const codes = items.map(({ reasons }: { reasons: { code: string }[] }) => reasons[0]?.code)
  expect(codes.sort()).toEqual(['invalid_type', 'invalid_type', 'unknownPartner'])
})

test('on the bus a source that is no partner stands in quarantine, though its end reads as a partner', async () => {
  await register()
  const { type: _type, ...detail } = event()
  for (const source of ['not.a.partner', 'strangerprt_calls']) {
    expect(await post({ ...detail, id: source }, { source })).toEqual({ batchItemFailures: [] })
  }
  const items = await quarantine()
  const codes = items.map(({ reasons }: { reasons: { code: string }[] }) => reasons[0]?.code)
  expect(codes).toEqual(['unknownPartner', 'unknownPartner'])
  expect(bench.events()).toEqual([])
})

test('what comes before what it builds on is delivered again, not quarantined', async () => {
  await register()
  const { type: _type, ...detail } = event({ data: { phone: 'early' } })
  expect(await post(detail)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] })
  expect(await quarantine()).toEqual([])
})

test('once the registration is mended a quarantined event is released, and takes effect once', async () => {
  await register({ eventTypes: [] })
  const { type: _type, ...detail } = event()
  await post(detail)
  const [{ quarantinedId }] = await quarantine()
  const release = () => asking({ method: 'POST', path: `/leads/quarantine/${quarantinedId}/release` })
  expect(await release()).toMatchObject({ status: 422, body: { errors: [{ path: 'type' }] } })
  await register({}, { 'if-match': '"1"' })
  expect(await release()).toMatchObject({ status: 200, body: { status: 'released' } })
  expect((await release()).status).toBe(409)
  await post(detail)
  expect(bench.eventsOf(taken)).toHaveLength(1)
  expect(await quarantine('released')).toHaveLength(1)
})

test('a release with an idempotency key is answered alike again', async () => {
  await register({ eventTypes: [] })
  const { type: _type, ...detail } = event()
  await post(detail)
  const [{ quarantinedId }] = await quarantine()
  await register({}, { 'if-match': '"1"' })
  const path = `/leads/quarantine/${quarantinedId}/release`
  const release = () => asking({ method: 'POST', path, headers: { 'idempotency-key': 'k' } })
  expect((await release()).body).toEqual((await release()).body)
})

test('a quarantined event that took effect meanwhile is only closed', async () => {
  await register({ eventTypes: [] })
  const { type: _type, ...detail } = event()
  await post(detail)
  await register({}, { 'if-match': '"1"' })
  await post(detail)
  const [{ quarantinedId }] = await quarantine()
  const released = await asking({ method: 'POST', path: `/leads/quarantine/${quarantinedId}/release` })
  expect(released.body.status).toBe('released')
  expect(bench.eventsOf(taken)).toHaveLength(1)
})

test('a quarantined event is discarded, seen by its campus only, and gone after 30 days', async () => {
  await register({ eventTypes: [] })
  const { type: _type, ...detail } = event()
  await post(detail)
  const [{ quarantinedId, payload }] = await quarantine()
  expect(payload.data).toEqual({ phone: '123' })
  const path = `/leads/quarantine/${quarantinedId}/discard`
  const westOnly = { role: 'principal', campuses: 'cam_demo-west' }
  expect((await ask(api, { method: 'POST', path, as: westOnly })).status).toBe(404)
  expect((await ask(api, { method: 'GET', path: '/leads/quarantine', as: westOnly })).body.items).toEqual([])
  bench.clock.set(instant('2026-04-02T00:00:00Z'))
  expect((await asking({ method: 'POST', path })).status).toBe(404)
})
