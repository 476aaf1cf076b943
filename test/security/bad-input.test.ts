import { type Answered, ask } from '@tutelage/shared/testing/http-request.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { services } from '../services.ts'
import { ownCampus, pathOf, startHandler } from './handlers-in-process.ts'

/** At least this many over all services; the seed stands still so that a failure can be looked at. */
const requests = 20_000
const seed = 20_261_122

const canary = 'CANARY-13800138000-li@family.test'

/** The first and the last days, months and moments that can be written, and those that are taken. */
const edges = {
  day: ['0001-01-01', '9999-12-31', '1900-01-01', '2199-12-31'],
  month: ['0001-01', '9999-12', '1900-01', '2199-12'],
  moment: ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '1900-01-01T00:00:00Z', '2199-12-31T23:59:59.999Z'],
} as const
const samples = { day: '2026-03-02', month: '2026-03', moment: '2026-03-02T00:00:00Z' } as const

const hostile = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 1e308, '', canary, [], {}, 'x'.repeat(20_000), '\u0000\u202e', '__proto__'),
  fc.constantFrom(...Object.values(edges).flat()),
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

type Timed = keyof typeof edges

/** What of time a member of a query is, if it is any. */
function timeIn(member: z.core.$ZodType): Timed | undefined {
  const takes = (text: string): boolean => z.safeParse(member, text).success
  return takes('x') ? undefined : (['day', 'month', 'moment'] as const).find((timed) => takes(samples[timed]))
}

/** Every member of a query that is of time, at one edge after the other; none when none is. */
function queriesAtEdges(schema: z.ZodObject): readonly string[] {
  const timed = Object.entries(schema.shape).flatMap(([name, member]) => {
    const what = timeIn(member)
    return what ? [{ name, what }] : []
  })
  if (timed.length === 0) return []
  const queryAt = (at: number) => Object.fromEntries(timed.map(({ name, what }) => [name, edges[what][at] ?? '']))
  return edges.day.map((_, at) => new URLSearchParams(queryAt(at)).toString())
}

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
      await fc.assert(fc.asyncProperty(asked, check), { numRuns: perRoute, seed })
    },
  )

  const timed = routes.flatMap(({ service, contract }) =>
    queriesAtEdges(contract.query).map(
      (query) => [`${contract.service}: ${contract.id}?${query}`, { service, contract, query }] as const,
    ),
  )

  test.each(timed)('%s, at the edge of the calendar', async (_, { service, contract, query }) => {
    const { handler } = await startHandler(service)
    const { method } = contract
    const path = `${pathOf(contract, ownCampus)}?${query}`
    const answered = await ask(handler, { method, path, as: { role: contract.roles[0] ?? 'anonymous', campuses: '*' } })
    expect(answered.status, answered.text).toBeLessThan(500)
    if (answered.status >= 400) isProblem(answered)
  })

  test('enough of them', () => {
    expect(timed.length).toBeGreaterThanOrEqual(20)
    expect(routes.length * perRoute).toBeGreaterThanOrEqual(requests)
  })
})
