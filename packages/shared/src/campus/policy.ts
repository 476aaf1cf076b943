import * as z from 'zod'
import { type BoundRoute, bindRoute } from '../contracts/bind-route.ts'
import { whenAsked } from '../contracts/deferred.ts'
import { checkIfMatch } from '../contracts/if-match.ts'
import { type PolicyDeclaration, policyRoutes } from '../contracts/policy-routes.ts'
import type { CampusContext } from '../data/context.ts'
import { accept } from '../kernel/decision.ts'
import { listPolicyChanges, readPolicy, writePolicy } from './policy-store.ts'

/** What a campus may configure of a service, with its routes and the way for use cases to read it. */
export interface Policy<Settings> {
  /** The settings of the context's campus; the defaults where it set none. */
  load(context: CampusContext): Promise<Settings>
  /** Read, set and history, for a capability's `routes`. */
  readonly routes: readonly BoundRoute<CampusContext>[]
}

/**
 * Declares a policy.
 * @param declaration every field of its schema has a default, so that `{}` is the policy of a campus that set none
 * @throws Error when its shape is first asked for and a field has none
 */
export function definePolicy<Schema extends z.ZodObject>(
  declaration: PolicyDeclaration<Schema>,
): Policy<z.output<Schema>> {
  const { service, name, summary } = declaration
  const schema = whenAsked(() => {
    const made = declaration.schema()
    if (!z.safeParse(made, {}).success) throw new Error(`policy ${name}: every field needs a default`)
    return made
  })
  const contracts = policyRoutes({ service, name, summary, schema })
  const settingsOf = (stored: unknown): z.output<Schema> => z.parse<Schema>(schema(), stored ?? {})
  const replyOf = (policy: z.output<Schema>, version: number) => ({ policy: policy, version })

  return {
    async load({ table, campus }) {
      return settingsOf((await readPolicy(table, campus, name, { consistent: false }))?.settings)
    },
    routes: [
      bindRoute(contracts.getPolicy, async (_request, { table, campus }: CampusContext) => {
        const stored = await readPolicy(table, campus, name)
        return accept(replyOf(settingsOf(stored?.settings), stored?.version ?? 0))
      }),
      bindRoute(contracts.setPolicy, async ({ body, ifMatch }, context: CampusContext) => {
        const before = await readPolicy(context.table, context.campus, name)
        const refused = checkIfMatch(ifMatch, before?.version)
        if (refused) return refused
        const writes = writePolicy(context, name, { before, after: body })
        return accept(await context.commit({ writes, answer: replyOf(body, (before?.version ?? 0) + 1) }))
      }),
      bindRoute(contracts.listPolicyChanges, async ({ query }, { table, campus }: CampusContext) =>
        accept(await listPolicyChanges(table, campus, { name, ...query })),
      ),
    ],
  }
}
