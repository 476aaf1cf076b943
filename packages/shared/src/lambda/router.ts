import type { BoundRoute } from '../contracts/bind-route.ts'
import { fullPath, type Method } from '../contracts/define-route.ts'
import type { Service } from '../contracts/define-service.ts'
import { ProblemError } from './problem.ts'

/** A step of a path: fixed words first, then a parameter. */
interface Step<Context> {
  readonly words: Map<string, Step<Context>>
  parameter: Step<Context> | undefined
  readonly routes: Map<string, BoundRoute<Context>>
}

export interface Match<Context> {
  readonly route: BoundRoute<Context>
  readonly params: Readonly<Record<string, string>>
}

/** Finds the route of a request. */
export type Router<Context> = (method: string, path: string) => Match<Context>

const emptyStep = <Context>(): Step<Context> => ({ words: new Map(), parameter: undefined, routes: new Map() })

const isParameter = (segment: string): boolean => segment.startsWith('{')

function addRoute<Context>(root: Step<Context>, route: BoundRoute<Context>): void {
  let step = root
  for (const segment of fullPath(route.contract).split('/')) {
    const next = (isParameter(segment) ? step.parameter : step.words.get(segment)) ?? emptyStep<Context>()
    if (isParameter(segment)) step.parameter = next
    else step.words.set(segment, next)
    step = next
  }
  step.routes.set(route.contract.method, route)
}

/** Every place that a path may mean, the one with the most fixed words first. */
function* placesOf<Context>(step: Step<Context>, segments: readonly string[], at = 0): Generator<Step<Context>> {
  const segment = segments[at]
  if (segment === undefined) {
    if (step.routes.size > 0) yield step
    return
  }
  const word = step.words.get(segment)
  if (word) yield* placesOf(word, segments, at + 1)
  if (step.parameter && segment !== '') yield* placesOf(step.parameter, segments, at + 1)
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new ProblemError(400, 'malformedPath', { detail: 'The path is not encoded as a URL should be.' })
  }
}

function paramsOf(route: BoundRoute<never>, segments: readonly string[]): Record<string, string> {
  const names = fullPath(route.contract).split('/')
  const pairs = names.flatMap((name, at) =>
    isParameter(name) ? [[name.slice(1, -1), decode(segments[at] ?? '')]] : [],
  )
  return Object.fromEntries(pairs)
}

/**
 * The router of a service, made from its manifest.
 * @returns a function that finds the route and its decoded path parameters, or throws the problem 404 or 405
 */
export function makeRouter<Context>({ routes }: Service<Context>): Router<Context> {
  const root = emptyStep<Context>()
  for (const route of routes) addRoute(root, route)
  return (method, path) => {
    const segments = path.split('/')
    const allowed = new Set<Method>()
    for (const place of placesOf(root, segments)) {
      const route = place.routes.get(method)
      if (route) return { route, params: paramsOf(route, segments) }
      for (const other of place.routes.values()) allowed.add(other.contract.method)
    }
    if (allowed.size === 0) throw new ProblemError(404, 'unknownRoute')
    throw new ProblemError(405, 'methodNotAllowed', { headers: { allow: [...allowed].join(', ') } })
  }
}
