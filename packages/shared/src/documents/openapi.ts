import type { ServiceName } from '../contracts/define-event.ts'
import { fullPath, type RouteContract } from '../contracts/define-route.ts'
import { staffRoles } from '../kernel/scope.ts'
import { jsonSchemaOf, membersOf } from './json-schema.ts'
import { handlerProblems, problemSchema } from './problem-schema.ts'

/** What a document of routes is written from: a service's manifest. */
export interface RoutedService {
  readonly name: ServiceName
  readonly routes: readonly { readonly contract: RouteContract }[]
}

const securitySchemes = {
  staff: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'A token of the OIDC issuer.' },
  partner: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description: 'Standard Webhooks: HMAC-SHA256 over `webhook-id.webhook-timestamp.body`, within 5 minutes.',
  },
}

const header = (name: string, required: boolean, description: string) => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
})

function headersOf({ idempotency, etag, method, roles }: RouteContract) {
  const headers = []
  if (idempotency !== 'none') {
    const description = 'The same key and request take effect once and get the first answer again.'
    headers.push(header('Idempotency-Key', idempotency === 'required', description))
  }
  if (etag && method !== 'GET') headers.push(header('If-Match', false, 'The ETag that the change builds on.'))
  if (roles.includes('partner')) {
    headers.push(header('webhook-id', true, "The partner's id of this message; stays the same when it is sent again."))
    headers.push(header('webhook-timestamp', true, 'Unix seconds.'))
  }
  return headers
}

const parametersOf = (route: RouteContract) => [
  ...membersOf(route.params).map(({ name, schema }) => ({ name, in: 'path', required: true, schema })),
  ...membersOf(route.query).map(({ name, required, schema }) => ({ name, in: 'query', required, schema })),
  ...headersOf(route),
]

const problemRef = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }

/** Every status with the codes that a program may meet there. */
function problemsOf(route: RouteContract) {
  const codes = new Map<number, string[]>()
  const refusals = Object.entries<number>(route.refusals)
  for (const [code, status] of [...handlerProblems(route), ...refusals]) {
    codes.set(status, [...(codes.get(status) ?? []), code])
  }
  const sorted = [...codes].sort(([a], [b]) => a - b)
  return sorted.map(([status, named]) => [String(status), { description: named.join(', '), content: problemRef }])
}

/** A reply that can be had as tables too: `Accept: text/csv; table=…`. */
const tablesOf = (tables: readonly string[]) =>
  tables.length > 0 && { 'text/csv': { schema: { type: 'string' }, 'x-tables': tables } }

function replyOf({ reply, produces, tables, etag, summary, idempotency }: RouteContract) {
  const headers = {
    ...(etag && { ETag: { schema: { type: 'string' } } }),
    ...(idempotency !== 'none' && { 'idempotency-replayed': { schema: { const: 'true' } } }),
    // A list goes on here where it is told as a table.
    ...(tables.includes('items') && { 'x-next-cursor': { schema: { type: 'string' } } }),
  }
  return {
    description: summary,
    headers,
    content: { [produces]: { schema: jsonSchemaOf(reply.body) }, ...tablesOf(tables) },
  }
}

function securityOf({ roles }: RouteContract) {
  const isStaff = roles.some((role) => staffRoles.some((staff) => staff === role))
  const isOpen = roles.includes('anonymous') || roles.includes('guardianLink')
  return [
    ...(isStaff ? [{ staff: [] }] : []),
    ...(roles.includes('partner') ? [{ partner: [] }] : []),
    ...(isOpen ? [{}] : []),
  ]
}

const operationOf = (route: RouteContract) => ({
  operationId: route.id,
  summary: route.summary,
  security: securityOf(route),
  'x-roles': route.roles,
  ...(Object.keys(route.hidden).length > 0 && { 'x-hidden': route.hidden }),
  parameters: parametersOf(route),
  ...(route.consumes !== 'none' && {
    requestBody: { required: true, content: { [route.consumes]: { schema: jsonSchemaOf(route.body) } } },
  }),
  responses: { [String(route.reply.status)]: replyOf(route), ...Object.fromEntries(problemsOf(route)) },
})

/** The OpenAPI 3.1 document of a service. */
export function openApi({ name, routes }: RoutedService) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { contract } of routes) {
    const path = fullPath(contract)
    paths[path] = { ...paths[path], [contract.method.toLowerCase()]: operationOf(contract) }
  }
  return {
    openapi: '3.1.0',
    info: { title: `Tutelage ${name}`, version: '1' },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    paths,
    components: { schemas: { Problem: problemSchema }, securitySchemes },
  }
}
