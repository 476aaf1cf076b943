import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { campuses } from '../campus/capability.ts'
import { definePolicy } from '../campus/policy.ts'
import { defineService } from '../contracts/define-service.ts'
import { instantField, lineField } from '../contracts/fields.ts'
import { definePartnerEvent, onPartner } from '../contracts/subscribe.ts'
import type { CampusContext } from '../data/context.ts'
import { accept } from '../kernel/decision.ts'
import { partnerCapability } from '../partners/capability.ts'
import { lambdaContext } from '../testing/http-request.ts'
import { sampleCampus } from '../testing/sample-campus.ts'
import { testBench } from '../testing/test-context.ts'
import type { HttpEvent } from './http-event.ts'
import { httpHandler } from './http-handler.ts'

const captured = definePartnerEvent({
  name: 'LeadCaptured',
  owner: 'leads',
  version: 1,
  summary: 'A lead.',
  data: () => z.object({ name: lineField(40), at: instantField() }),
})
const policy = definePolicy({
  service: 'leads',
  name: 'followUp',
  summary: 'Patience.',
  schema: () => z.object({ waitMinutes: z.int().min(1).max(600).default(30) }),
})
const service = defineService<CampusContext>('leads', [
  campuses,
  partnerCapability('leads', [onPartner(captured, 'capture', async () => accept(null))]),
  { name: 'followUps', rules: [], routes: policy.routes },
])

const canary = 'CANARY-138-0000-0000'
const { campusId: _id, ...settings } = sampleCampus()

/** A value that a field may be sent as: right, wrong, huge or odd. */
const oddValue = fc.oneof(
  fc.constantFrom(null, -1, 1e308, 0.1, true, '', canary, ' ', '2026-02-30', '9999-12-31T23:59:59-23:59', [], {}, [[]]),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constant('x'.repeat(5_000)),
  fc.jsonValue({ maxDepth: 4 }),
)

/** A good body with some of its members spoilt. */
const oddSettings = fc
  .dictionary(fc.constantFrom(...Object.keys(settings), canary, 'extra'), oddValue, { maxKeys: 4 })
  .map((spoilt) => ({ ...settings, ...spoilt }))

const oddBody = fc.oneof(
  oddSettings.map((body) => JSON.stringify(body)),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '{', '{"a":1,"a":2}', '{"__proto__":1}', '['.repeat(5_000), `"${canary}"`),
)

const segment = fc.oneof(
  fc.constantFrom('leads', 'campuses', 'cam_demo-east', 'partners', 'prt_demo', 'events', 'secrets', 'quarantine'),
  fc.constantFrom('release', 'policies', 'follow-up', 'changes', '', '%', '%00', '..', '__proto__', canary),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => encodeURIComponent(text.toWellFormed())),
)

const known: fc.Arbitrary<readonly [method: string, path: string]> = fc.constantFrom(
  ['PUT', '/leads/campuses/cam_demo-east'],
  ['GET', '/leads/campuses/cam_demo-east'],
  ['GET', '/leads/campuses'],
  ['PUT', '/leads/campuses/cam_demo-east/policies/follow-up'],
  ['GET', '/leads/campuses/cam_demo-east/policies/follow-up/changes'],
  ['PUT', '/leads/partners/prt_demo'],
  ['POST', '/leads/partners/prt_demo/events'],
  ['POST', '/leads/partners/prt_demo/secrets'],
  ['GET', '/leads/quarantine'],
  ['POST', '/leads/quarantine/qrn_00000000000000000000000000/release'],
)
const unknown = fc.tuple(
  fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'),
  fc.array(segment, { maxLength: 6 }).map((parts) => `/leads/${parts.join('/')}`),
)
const place = fc.oneof({ arbitrary: known, weight: 5 }, { arbitrary: unknown, weight: 1 })

const header = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'if-match',
    'idempotency-key',
    'x-correlation-id',
    'webhook-id',
    'webhook-timestamp',
    'accept',
  ),
  fc.oneof(
    fc.constantFrom('application/json', '"1"', '"0"', 'text/html', canary),
    fc.string({ unit: 'binary', maxLength: 30 }),
  ),
)

const claims = fc.oneof(
  fc.constant({ sub: 'stf_demo', 'custom:role': 'principal', 'custom:campuses': '*' }),
  fc.record(
    {
      sub: fc.jsonValue({ maxDepth: 1 }),
      'custom:role': fc.constantFrom('teacher', canary, 7),
      'custom:campuses': fc.jsonValue({ maxDepth: 1 }),
    },
    { requiredKeys: [] },
  ),
)

const request: fc.Arbitrary<HttpEvent> = fc
  .record({
    place,
    query: fc.constantFrom('', 'limit=0', 'limit=x&limit=y', 'cursor=!', 'status=none', '%', 'limit=5&cursor=e30'),
    body: fc.option(oddBody, { nil: undefined }),
    isBase64Encoded: fc.constantFrom(false, false, false, true),
    headers: fc
      .tuple(fc.boolean(), header)
      .map(([json, odd]) => (json ? { ...odd, 'content-type': 'application/json' } : odd)),
    claims: fc.option(claims, { nil: undefined, freq: 5 }),
  })
  .map(({ place: [method, rawPath], query, body, isBase64Encoded, headers, claims: jwt }) => ({
    rawPath,
    rawQueryString: query,
    headers,
    isBase64Encoded,
    ...(body !== undefined && { body }),
    requestContext: {
      requestId: 'request-0001',
      http: { method },
      ...(jwt && { authorizer: { jwt: { claims: jwt } } }),
    },
  }))

test('no request makes the service fail, and no answer repeats what was sent', { timeout: 60_000 }, async () => {
  const bench = testBench({ service: 'leads' })
  const handler = httpHandler(service, bench.ports, { checkReplies: true })
  const seen = new Set<number>()
  await fc.assert(
    fc.asyncProperty(request, async (event) => {
      const { statusCode, body, headers } = await handler(event, lambdaContext)
      seen.add(statusCode)
      expect(statusCode, body).toBeLessThan(500)
      if (statusCode < 400) return
      expect(body).not.toContain(canary)
      if (headers['content-type'] === 'application/problem+json') {
        expect(JSON.parse(body)).toMatchObject({ status: statusCode, requestId: 'request-0001' })
      }
    }),
    { numRuns: 4_000 },
  )
  // The requests are odd enough to get past some checks and caught by each.
  expect([...seen]).toEqual(expect.arrayContaining([200, 400, 401, 403, 404, 405, 415]))
  expect(bench.logged.filter((line) => JSON.stringify(line).includes(canary))).toEqual([])
})
