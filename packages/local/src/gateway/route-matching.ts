import { UnsupportedTemplate } from '../assembly/intrinsics.ts'

/** A route key of an HTTP API, `GET /students/{id}`, ready to be compared with requests. */
export interface RoutePattern {
  readonly method: string
  readonly path: string
  /** The path's variables, decoded; undefined when the request is none of this route's. */
  match(method: string, segments: readonly string[]): Readonly<Record<string, string>> | undefined
  /** Greater is more specific: a fixed segment before a variable before a greedy one, a method before ANY, `$default` last. */
  readonly rank: string
}

/** @throws UnsupportedTemplate for a key that API Gateway would not take */
export function compileRouteKey(key: string): RoutePattern {
  if (key === '$default') return { method: 'ANY', path: '$default', match: () => ({}), rank: '' }
  const [, method = '', path = ''] = /^([A-Z]+) (\/.*)$/.exec(key) ?? []
  const parts = segmentsOf(path)
  const greedy = parts.findIndex((part) => part.endsWith('+}'))
  if (!method || (greedy >= 0 && greedy !== parts.length - 1)) throw new UnsupportedTemplate(`route key "${key}"`)
  const rank = parts.map((part) => (part.endsWith('+}') ? '1' : isVariable(part) ? '2' : '3')).join('')
  return {
    method,
    path,
    rank: `${rank}${method === 'ANY' ? '0' : '4'}`,
    match: (asked, segments) => {
      if (method !== 'ANY' && method !== asked) return undefined
      if (greedy >= 0 ? segments.length < parts.length : segments.length !== parts.length) return undefined
      return variablesOf(parts, segments)
    },
  }
}

/** The parts between the slashes, as sent. A slash at the end makes an empty last part. */
export const segmentsOf = (path: string): string[] => path.split('/').slice(1)

const isVariable = (part: string): boolean => part.startsWith('{') && part.endsWith('}')

function variablesOf(
  parts: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const variables: Record<string, string> = {}
  for (const [at, part] of parts.entries()) {
    const segment = segments[at] ?? ''
    if (part.endsWith('+}')) variables[part.slice(1, -2)] = decoded(segments.slice(at).join('/'))
    else if (isVariable(part)) {
      if (segment === '') return undefined
      variables[part.slice(1, -1)] = decoded(segment)
    } else if (decoded(segment) !== part) return undefined
  }
  return variables
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The most specific route that a request matches, with its path variables. */
export function findRoute<Route extends { readonly pattern: RoutePattern }>(
  routes: readonly Route[],
  method: string,
  path: string,
) {
  const segments = segmentsOf(path)
  const found = routes.flatMap((route) => {
    const variables = route.pattern.match(method, segments)
    return variables ? [{ route, variables }] : []
  })
  return found.sort((a, b) => (a.route.pattern.rank < b.route.pattern.rank ? 1 : -1))[0]
}
