import type { HttpAnswer, HttpRequest } from '../endpoint/http-answer.ts'
import type { Cors } from './http-api.ts'

/** The answer to a browser's preflight question, which API Gateway gives itself when the API has a CORS configuration. */
export function preflightAnswer(cors: Cors | undefined, request: HttpRequest): HttpAnswer | undefined {
  const asked = request.headers['access-control-request-method']
  if (!cors || request.method !== 'OPTIONS' || !asked || !request.headers.origin) return undefined
  return { status: 204, headers: corsHeaders(cors, request), body: '' }
}

/** What an API with a CORS configuration adds to each answer for a browser of an allowed origin. */
export function corsHeaders(cors: Cors | undefined, request: HttpRequest): Record<string, string> {
  const origin = request.headers.origin
  if (!cors || !origin || !allows(cors.AllowOrigins, origin)) return {}
  const list = (name: string, values: readonly string[] | undefined) =>
    values?.length ? { [name]: values.join(',') } : {}
  const everyOrigin = cors.AllowOrigins?.includes('*') && !cors.AllowCredentials
  return {
    'access-control-allow-origin': everyOrigin ? '*' : origin,
    ...(cors.AllowCredentials && { 'access-control-allow-credentials': 'true' }),
    ...list('access-control-expose-headers', cors.ExposeHeaders),
    ...(request.method === 'OPTIONS' && {
      ...list('access-control-allow-methods', cors.AllowMethods),
      ...list('access-control-allow-headers', cors.AllowHeaders),
      ...(cors.MaxAge !== undefined && { 'access-control-max-age': `${cors.MaxAge}` }),
    }),
  }
}

const allows = (origins: readonly string[] | undefined, origin: string): boolean =>
  (origins ?? []).some(
    (one) => one === '*' || one === origin || (one.endsWith('*') && origin.startsWith(one.slice(0, -1))),
  )
