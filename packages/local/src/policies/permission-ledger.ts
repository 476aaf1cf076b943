import type { AccessRequest, Statement } from './policy-document.ts'

/** One action at one resource that a policy allows, and whether anybody made use of it since the start. */
export interface Permission {
  /** The ARN of what has the policy: a role, a queue, a function, a bus. */
  readonly holder: string
  /** Action, resource and condition as the policy writes them. */
  readonly action: string
  readonly resource: string
  readonly condition?: unknown
  readonly used: boolean
}

/** What policies allow, so that what nobody needs is found. Denials are no permissions. */
export class PermissionLedger {
  readonly #held = new Map<string, Map<Statement, boolean>>()

  add(holder: string, statements: readonly Statement[]): void {
    const held = this.#held.get(holder) ?? new Map<Statement, boolean>()
    this.#held.set(holder, held)
    for (const statement of statements) if (statement.effect === 'Allow') held.set(statement, false)
  }

  /** A request was allowed: every permission of this holder that applies to it is in use. */
  use(holder: string, request: AccessRequest): void {
    const held = this.#held.get(holder) ?? new Map<Statement, boolean>()
    for (const [statement, used] of held) if (!used && statement.applies(request)) held.set(statement, true)
  }

  permissions(): readonly Permission[] {
    return [...this.#held].flatMap(([holder, held]) =>
      [...held].map(([{ action, resource, condition }, used]) => ({ holder, action, resource, condition, used })),
    )
  }
}
