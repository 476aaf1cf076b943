import { fullPath, type RouteContract } from '../contracts/define-route.ts'
import { type Role, roles } from '../kernel/scope.ts'
import type { RoutedService } from './openapi.ts'

/** What a role may do on a route: nothing, all, or all but the fields that are hidden from it. */
function cellOf({ roles: allowed, hidden }: RouteContract, role: Role): string {
  if (!allowed.includes(role)) return ''
  const fields = Object.entries(hidden).flatMap(([path, from]) => (from.includes(role) ? [`\`${path}\``] : []))
  return fields.length > 0 ? `yes, without ${fields.join(', ')}` : 'yes'
}

/** For what a colleague who may call it is still refused: it is not theirs. */
const ownOnly = ({ refusals }: RouteContract): string =>
  Object.entries(refusals)
    .flatMap(([code, status]) => (status === 403 ? [`\`${code}\``] : []))
    .join(', ')

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function byPlace(a: RouteContract, b: RouteContract): number {
  const [left, right] = [a, b].map((contract) => `${fullPath(contract)} ${contract.method}`)
  return left === right ? 0 : (left ?? '') < (right ?? '') ? -1 : 1
}

/** The routes of a service × every role, as a Markdown table. An empty cell is 403, another campus's object 404; the last column has the 403 of what is a colleague's. */
export function authorizationMatrix({ name, routes }: RoutedService): string {
  const contracts = routes.map(({ contract }) => contract).sort(byPlace)
  const rows = contracts.map((contract) =>
    row([
      `\`${contract.method} ${fullPath(contract)}\``,
      ...roles.map((role) => cellOf(contract, role)),
      ownOnly(contract),
    ]),
  )
  return [
    `## ${name}`,
    '',
    row(['route', ...roles, "another's"]),
    row(['---', ...roles.map(() => '---'), '---']),
    ...rows,
    '',
  ].join('\n')
}
