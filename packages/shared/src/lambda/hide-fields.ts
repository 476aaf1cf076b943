import type { RouteContract } from '../contracts/define-route.ts'
import type { Actor } from '../kernel/scope.ts'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function without(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, name === undefined ? [] : [name, ...rest]))
  if (!isRecord(value) || name === undefined || !Object.hasOwn(value, name)) return value
  const { [name]: found, ...others } = value
  return rest.length === 0 ? others : { ...others, [name]: without(found, rest) }
}

/**
 * The reply as this caller may see it: without the fields that the contract hides from the role.
 * @param reply as the use case answered; left as it is, a copy is changed
 */
export function hideFields({ hidden }: Pick<RouteContract, 'hidden'>, reply: unknown, actor: Actor): unknown {
  return Object.entries(hidden)
    .filter(([, roles]) => roles.some((role) => role === actor.kind))
    .reduce((value, [path]) => without(value, path.split('.')), reply)
}
