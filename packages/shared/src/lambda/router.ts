import { fullPath, type Method } from '../contracts/define-route.ts'
import type { RoutePlace } from '../contracts/served.ts'
import { ProblemError } from './problem.ts'

/** A step of a path: fixed words first, then a parameter. */
interface Step<Route> {
  readonly words: Map<string, Step<Route>>
  parameter: Step<Route> | undefined
  readonly routes: Map<string, Route>
}

export interface Match<Route> {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/** Finds the route of a request. */
export type Router<Route> = (method: string, path: string) => Match<Route>

const emptyStep = <Route>(): Step<Route> => ({ words: new Map(), parameter: undefined, routes: new Map() })

const isParameter = (segment: string): boolean => segment.startsWith('{')

function addRoute<Route extends RoutePlace>(root: Step<Route>, route: Route): void {
  let step = root
  for (const segment of fullPath(route.contract).split('/')) {
    const next = (isParameter(segment) ? step.parameter : step.words.get(segment)) ?? emptyStep<Route>()
    if (isParameter(segment)) step.parameter = next
    else step.words.set(segment, next)
    step = next
  }
  step.routes.set(route.contract.method, route)
}

/** Every place that a path may mean, the one with the most fixed words first. */
function* placesOf<Route>(step: Step<Route>, segments: readonly string[], at = 0): Generator<Step<Route>> {
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

function paramsOf(route: RoutePlace, segments: readonly string[]): Record<string, string> {
  const names = fullPath(route.contract).split('/')
  const pairs = names.flatMap((name, at) =>
    isParameter(name) ? [[name.slice(1, -1), decode(segments[at] ?? '')]] : [],
  )
  return Object.fromEntries(pairs)
}

/**
 * The router of a service.
 * @returns a function that finds the route and its decoded path parameters, or throws the problem 404 or 405
 */
export function makeRouter<Route extends RoutePlace>(routes: readonly Route[]): Router<Route> {
  const root = emptyStep<Route>()
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
