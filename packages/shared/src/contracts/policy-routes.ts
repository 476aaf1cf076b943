import * as z from 'zod'
import { whenAsked } from './deferred.ts'
import type { ServiceName } from './define-event.ts'
import { defineRoute, noBody, nothing } from './define-route.ts'
import { idField, instantField, pageOf, pageQuery } from './fields.ts'
import { ifMatchRefusals } from './if-match.ts'

/** What a campus may configure of a service. */
export interface PolicyDeclaration<Schema extends z.ZodObject> {
  readonly service: ServiceName
  /** What it governs, camelCase and unique in the service: `followUp`. Stands in the path in kebab-case. */
  readonly name: string
  readonly summary: string
  /** Every field has a default: `{}` is the policy of a campus that set none. */
  readonly schema: () => Schema
}

/** Declares a policy. */
// @__NO_SIDE_EFFECTS__
export const declarePolicy = <Schema extends z.ZodObject>(
  declared: PolicyDeclaration<Schema>,
): PolicyDeclaration<Schema> => ({ ...declared, schema: whenAsked(declared.schema) })

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const changeReply = whenAsked(() =>
  z.object({
    version: z.int(),
    changedAt: instantField(),
    changedBy: z.object({ kind: z.string(), id: z.string() }),
    before: z.unknown(),
    after: z.unknown(),
  }),
)

/**
 * The routes of one policy: `GET` and `PUT /<service>/campuses/{campusId}/policies/<name>`, and its history below it.
 * @param declaration see `PolicyDeclaration`
 */
export function policyRoutes<Schema extends z.ZodObject>({
  service,
  name,
  summary,
  schema,
}: PolicyDeclaration<Schema>) {
  const title = name.charAt(0).toUpperCase() + name.slice(1)
  const path = `/campuses/{campusId}/policies/${kebab(name)}` as const
  const shared = {
    service,
    roles: ['principal', 'campusManager'] as const,
    params: whenAsked(() => z.object({ campusId: idField('campus') })),
    query: nothing,
  }
  const replyBody = whenAsked(() => z.object({ policy: schema(), version: z.int() }))
  const reply = { status: 200 as const, body: replyBody }
  return {
    getPolicy: defineRoute({
      ...shared,
      id: `get${title}Policy`,
      summary: `${summary} The defaults, where the campus set nothing; version 0 then.`,
      method: 'GET',
      path,
      body: noBody,
      reply,
      refusals: {},
      etag: true,
    }),
    setPolicy: defineRoute({
      ...shared,
      id: `set${title}Policy`,
      summary: `Sets: ${summary}`,
      method: 'PUT',
      path,
      body: schema,
      reply,
      refusals: ifMatchRefusals,
      etag: true,
    }),
    listPolicyChanges: defineRoute({
      ...shared,
      id: `list${title}PolicyChanges`,
      summary: `Who changed it, when, from what to what, latest first: ${summary}`,
      method: 'GET',
      path: `${path}/changes`,
      query: () => z.object(pageQuery()),
      body: noBody,
      reply: { status: 200, body: () => pageOf(changeReply()) },
      refusals: {},
    }),
  }
}
