import * as z from 'zod'
import type { Role } from '../kernel/scope.ts'
import { whenAsked } from './deferred.ts'
import type { ServiceName } from './define-event.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Shape = z.ZodObject
/** An XLSX file; its bytes are in base64 in the reply. */
export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 410 | 412 | 422 | 428

/** One HTTP route: where, who may, what comes in, what goes out. Handlers, CDK, OpenAPI and the authorization matrix are made from it. */
export interface RouteContract<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
  Code extends string = string,
> {
  /** Unique in the service, verb and noun in camelCase: the operation id. */
  readonly id: string
  readonly service: ServiceName
  readonly summary: string
  readonly method: Method
  /** Below `/<service>`: `/campuses/{campusId}/leads`. */
  readonly path: `/${string}`
  /** Who may call it. `anonymous` makes it public; `partner` means signed by a partner; `guardianLink` means a token in the path. */
  readonly roles: readonly Role[]
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly reply: { readonly status: 200 | 201 | 202; readonly body: Reply }
  /** Every refusal the use case may answer, and its HTTP status. */
  readonly refusals: Readonly<Record<Code, RefusalStatus>>
  /** `required` on each POST that moves money, hours, points or coupons; `honoured` on the other writes; `none` on reads. */
  readonly idempotency: 'required' | 'honoured' | 'none'
  /** True when the reply's `version` is told as `ETag`; on PUT and PATCH `If-Match` is then required for an existing thing. */
  readonly etag: boolean
  /** What the body is sent as; a form is parsed into an object of strings. */
  readonly consumes: 'application/json' | 'application/x-www-form-urlencoded' | 'none'
  readonly produces: 'application/json' | 'text/html' | 'text/calendar' | 'text/csv' | typeof workbookType
  /** What of a JSON reply can be had as CSV too: lists of it by their names, and `figures`: all beside its lists, as one row. */
  readonly tables: readonly string[]
  /** Dotted paths of the reply that these roles do not see: `{ 'contacts': ['teacher'] }`; through lists without index. */
  readonly hidden: Readonly<Record<string, readonly Role[]>>
}

/** For routes without path parameters or query. */
export const nothing = whenAsked(() => z.object({}))
/** For routes without a body. */
export const noBody = whenAsked(() => z.undefined())

type Defaulted = 'idempotency' | 'etag' | 'consumes' | 'produces' | 'tables' | 'hidden'
type Declared<P extends Shape, Q extends Shape, B extends z.ZodType, R extends z.ZodType, C extends string> = Omit<
  RouteContract<P, Q, B, R, C>,
  Defaulted | 'params' | 'query' | 'body' | 'reply'
> &
  Partial<Pick<RouteContract, Defaulted>> & {
    readonly params: () => P
    readonly query: () => Q
    readonly body: () => B
    readonly reply: { readonly status: RouteContract['reply']['status']; readonly body: () => R }
  }

/** The schema of the params; refuses one that names others than the path. */
function agreeing<Params extends Shape>(id: string, path: string, params: () => Params): () => Params {
  return whenAsked(() => {
    const described = params()
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).join()
    const keys = Object.keys(described.shape).join()
    if (named !== keys) throw new Error(`${id}: path names ${named}, params ${keys}`)
    return described
  })
}

/**
 * Declares a route. Its schemas are made when a request first asks for them.
 * @throws Error at start when nobody may call it; when its params are first asked for, when path and params disagree
 */
// @__NO_SIDE_EFFECTS__
export function defineRoute<
  Params extends Shape,
  Query extends Shape,
  Body extends z.ZodType,
  Reply extends z.ZodType,
  const Code extends string = never,
>(declared: Declared<Params, Query, Body, Reply, Code>): RouteContract<Params, Query, Body, Reply, Code> {
  const { id, path, roles, params, query, body, reply } = declared
  if (roles.length === 0) throw new Error(`${id}: nobody may call it`)
  const schemas = { params: agreeing(id, path, params), query: whenAsked(query), body: whenAsked(body) }
  const replyBody = whenAsked(reply.body)
  return {
    idempotency: declared.method === 'GET' ? 'none' : 'honoured',
    etag: false,
    consumes: Object.is(body, noBody) ? 'none' : 'application/json',
    produces: 'application/json',
    tables: [],
    hidden: {},
    ...declared,
    get params() {
      return schemas.params()
    },
    get query() {
      return schemas.query()
    },
    get body() {
      return schemas.body()
    },
    reply: {
      status: reply.status,
      get body() {
        return replyBody()
      },
    },
  }
}

/** The whole path that the gateway sees. */
export const fullPath = (route: Pick<RouteContract, 'service' | 'path'>): string => `/${route.service}${route.path}`

/** A request after its parts were checked against the contract. */
export interface RequestOf<C extends RouteContract> {
  readonly params: z.output<C['params']>
  readonly query: z.output<C['query']>
  readonly body: z.output<C['body']>
  /** The version of `If-Match`, where the contract asks for it and the caller gave one. */
  readonly ifMatch: number | undefined
  /** What was sent, for the routes that check a signature over it. */
  readonly raw: { readonly body: string; readonly headers: Readonly<Record<string, string>> }
}

export type ReplyOf<C extends RouteContract> = z.input<C['reply']['body']>
export type RefusalOf<C extends RouteContract> = Extract<keyof C['refusals'], string>
