import { type Answered, ask } from '@tutelage/shared/testing/http-request.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { services } from '../services.ts'
import { ownCampus, pathOf, startHandler } from './handlers-in-process.ts'

/** At least this many over all services; the seed stands still so that a failure can be looked at. */
const requests = 600
const seed = 20_261_122

const canary = 'CANARY-13800138000-li@family.test'

const hostile = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 1e308, '', canary, [], {}, 'x'.repeat(20_000), '\u0000\u202e', '__proto__'),
  fc.anything({ maxDepth: 4, withBigInt: false, withDate: false }),
)

/** A body that has the members which the contract names, with values that nobody asked for. */
function bodyFor(schema: z.ZodType): fc.Arbitrary<unknown> {
  const described: { properties?: Record<string, unknown> } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  })
  const names = Object.keys(described.properties ?? {})
  const shaped = fc.record(Object.fromEntries(names.map((name) => [name, hostile])), { requiredKeys: [] })
  const texts = fc.constantFrom('{', '[[[[', '{"a":1,"a":2}', '"', 'nul', '\uFEFF{}', `{"x":${'['.repeat(5_000)}`)
  return fc.oneof({ weight: 6, arbitrary: shaped }, { weight: 2, arbitrary: hostile }, { weight: 1, arbitrary: texts })
}

const queryFor = (schema: z.ZodObject): fc.Arbitrary<string> =>
  fc
    .dictionary(
      fc.constantFrom(...Object.keys(schema.shape), 'other'),
      fc.oneof(fc.string(), fc.constantFrom('-1', '1e9', canary)),
    )
    .map((query) => new URLSearchParams(query).toString())

const headers = fc.record(
  {
    'idempotency-key': fc.constantFrom('k', 'x'.repeat(5_000), ' ', '键'),
    'if-match': fc.constantFrom('"1"', '1', '*', 'W/"1"', '"x"'),
    'content-type': fc.constantFrom('application/json', 'text/plain', 'application/x-www-form-urlencoded', ''),
  },
  { requiredKeys: [] },
)

function isProblem({ status, headers, body, text }: Answered): void {
  expect(headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(body).toMatchObject({
    status,
    title: expect.any(String),
    type: expect.stringMatching(/^urn:tutelage:problem:/),
  })
  expect(text).not.toContain(canary)
}

describe('bad input is answered by a problem document and changes nothing', () => {
  const routes = services.flatMap((service) => service.routes.map(({ contract }) => ({ service, contract })))
  const perRoute = Math.ceil(requests / routes.length)

  test.each(routes.map((route) => [`${route.contract.service}: ${route.contract.id}`, route] as const))(
    '%s',
    async (_, { service, contract }) => {
      const { handler, bench } = await startHandler(service)
      const role = contract.roles[0] ?? 'anonymous'
      const asked = fc.record({ body: bodyFor(contract.body), query: queryFor(contract.query), headers })
      const check = async ({
        body,
        query,
        headers: given,
      }: {
        body: unknown
        query: string
        headers: Record<string, string>
      }) => {
        const before = JSON.stringify(bench.table.all())
        const path = `${pathOf(contract, ownCampus)}?${query}`
        const sent =
          contract.method === 'GET' ? {} : { body: typeof body === 'string' ? body : (JSON.stringify(body) ?? '') }
        const answered = await ask(handler, {
          method: contract.method,
          path,
          ...sent,
          headers: given,
          as: { role, campuses: '*' },
        })
        expect(answered.status, answered.text).toBeLessThan(500)
        if (answered.status >= 400) isProblem(answered)
        else
          expect(
            contract.method === 'GET' ||
              contract.consumes === 'none' ||
              contract.body.safeParse(JSON.parse(String(sent.body))).success,
            answered.text,
          ).toBe(true)
        if (answered.status >= 400) expect(JSON.stringify(bench.table.all())).toBe(before)
      }
      await fc.assert(fc.asyncProperty(asked, check), { numRuns: Math.max(perRoute, 5), seed })
    },
  )

  test('enough of them', () => {
    expect(routes.length * Math.max(perRoute, 5)).toBeGreaterThanOrEqual(500)
  })
})
