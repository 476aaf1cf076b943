import { apiHost, distributionKind } from '../assembly/api-kinds.ts'
import type { DeployedResources } from '../assembly/deployed-resources.ts'
import { UnsupportedTemplate } from '../assembly/intrinsics.ts'
import { globMatcher } from '../policies/glob.ts'
import type { HttpApi } from './http-api.ts'
import { findRoute } from './route-matching.ts'

/** Where a request goes: an API, with the headers that the edge adds; or a plain refusal. */
export type EdgeDecision =
  | { readonly kind: 'api'; readonly api: HttpApi; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'methodNotAllowed' }
  | { readonly kind: 'nowhere' }

export type EdgeRouting = (method: string, path: string) => EdgeDecision

/**
 * Routes as the distribution does, first matching path pattern first. Without a distribution: to the API that has a route.
 * @throws UnsupportedTemplate when an origin is no HTTP API of this cloud
 */
export function edgeRouting(resources: DeployedResources, apis: readonly HttpApi[]): EdgeRouting {
  const [distribution, ...others] = resources.of(distributionKind)
  if (!distribution) return (method, path) => unionRouting(apis, method, path)
  if (others.length > 0) throw new UnsupportedTemplate('more than one distribution')
  const { CacheBehaviors, DefaultCacheBehavior, Origins } = distribution.properties.DistributionConfig
  const origins = new Map(
    Origins.map(({ Id, DomainName, OriginCustomHeaders }) => {
      const api = apis.find(({ id }) => apiHost(id) === DomainName)
      if (!api) throw new UnsupportedTemplate(`${distribution.logicalId}: origin ${DomainName} is no HTTP API`)
      const headers = OriginCustomHeaders.map(({ HeaderName, HeaderValue }) => [HeaderName.toLowerCase(), HeaderValue])
      return [Id, { api, headers: Object.fromEntries(headers) }] as const
    }),
  )
  const behaviours = [...CacheBehaviors, { ...DefaultCacheBehavior, PathPattern: '*' }].map((behaviour) => ({
    matches: globMatcher(behaviour.PathPattern.replace(/^(?![/*])/, '/')),
    methods: new Set(behaviour.AllowedMethods),
    origin: origins.get(behaviour.TargetOriginId),
  }))
  return (method, path) => {
    const behaviour = behaviours.find(({ matches }) => matches(path))
    if (!behaviour?.origin) return { kind: 'nowhere' }
    return behaviour.methods.has(method) ? { kind: 'api', ...behaviour.origin } : { kind: 'methodNotAllowed' }
  }
}

function unionRouting(apis: readonly HttpApi[], method: string, path: string): EdgeDecision {
  const specific = apis.find(({ routes }) => (findRoute(routes, method, path)?.route.key ?? '$default') !== '$default')
  const api = specific ?? apis.find(({ cors }) => cors && method === 'OPTIONS') ?? apis[0]
  return api ? { kind: 'api', api, headers: {} } : { kind: 'nowhere' }
}
