import * as z from 'zod'
import type { Decision } from '../kernel/decision.ts'
import type { RefusalOf, ReplyOf, RequestOf, RouteContract } from './define-route.ts'

/** A request as it arrived: strings, and the body as parsed JSON or form. */
export interface RawRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
  readonly ifMatch: number | undefined
  readonly raw: { readonly body: string; readonly headers: Readonly<Record<string, string>> }
}

/** What is wrong with one field of a request: where, which rule, and a sentence without the value itself. */
export interface FieldProblem {
  readonly path: string
  readonly code: string
  readonly message: string
}

export type Parsed<Context> =
  | { readonly ok: false; readonly problems: readonly FieldProblem[] }
  | { readonly ok: true; readonly run: (context: Context) => Promise<Decision<unknown>> }

/** A route with its use case. `parse` checks the request; only then can it run. */
export interface BoundRoute<Context> {
  readonly contract: RouteContract
  parse(request: RawRequest): Parsed<Context>
}

/** The problems of one part of a request, or none. */
export function problemsOf(part: string, result: z.ZodSafeParseResult<unknown>): FieldProblem[] {
  if (result.success) return []
  return result.error.issues.map((issue) => ({
    path: [part, ...issue.path.map(String)].join('.'),
    code: issue.code,
    message: issue.message,
  }))
}

/**
 * Binds a route's contract to its use case.
 * @param handle gets the checked request; answers the reply's body or one of the contract's refusals
 */
export function bindRoute<C extends RouteContract, Context>(
  contract: C,
  handle: (request: RequestOf<C>, context: Context) => Promise<Decision<ReplyOf<C>, RefusalOf<C>>>,
): BoundRoute<Context> {
  return {
    contract,
    parse({ ifMatch, raw, ...request }) {
      const params = z.safeParse<C['params']>(contract.params, request.params)
      const query = z.safeParse<C['query']>(contract.query, request.query)
      const body = z.safeParse<C['body']>(contract.body, request.body)
      if (params.success && query.success && body.success) {
        const checked = { params: params.data, query: query.data, body: body.data, ifMatch, raw }
        return { ok: true, run: (context) => handle(checked, context) }
      }
      return {
        ok: false,
        problems: [...problemsOf('params', params), ...problemsOf('query', query), ...problemsOf('body', body)],
      }
    },
  }
}
