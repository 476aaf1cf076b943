import type { RouteContract } from '../contracts/define-route.ts'
import type { JsonSchema } from './json-schema.ts'

const text = { type: 'string' }

/** The RFC 9457 document of every failed request. */
export const problemSchema: JsonSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'requestId'],
  properties: {
    type: { type: 'string', description: '`urn:tutelage:problem:<code>`' },
    title: text,
    status: { type: 'integer' },
    detail: text,
    requestId: text,
    errors: {
      type: 'array',
      description: 'Which fields are wrong; never their values.',
      items: {
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: { path: text, code: text, message: text },
      },
    },
    details: { type: 'object', description: 'Figures and ids that explain a refusal.' },
  },
}

/** Codes and statuses that the handler itself answers, before or around the use case. */
export function handlerProblems(route: RouteContract): [code: string, status: number][] {
  const problems: [string, number][] = [['badInput', 400]]
  const isOpen = route.roles.includes('anonymous') || route.roles.includes('guardianLink')
  if (!isOpen) problems.push(['tokenMissing', 401])
  if (!isOpen && !route.roles.includes('partner')) problems.push(['roleNotAllowed', 403])
  if (route.path.includes('{')) problems.push(['notFound', 404])
  if (route.tables.length > 0) problems.push(['noSuchTable', 406])
  if (route.method !== 'GET') problems.push(['conflict', 409])
  if (route.consumes !== 'none') {
    problems.push(['malformedJson', 400], ['bodyTooLarge', 413], ['unsupportedContentType', 415])
  }
  if (route.idempotency === 'required') problems.push(['idempotencyKeyRequired', 400])
  if (route.idempotency !== 'none') problems.push(['idempotencyKeyReused', 422])
  return [...problems, ['defect', 500], ['unavailable', 503]]
}
