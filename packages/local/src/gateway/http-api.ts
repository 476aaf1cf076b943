import type { z } from 'zod'
import { authorizerKind, httpApiKind, integrationKind, routeKind, stageKind } from '../assembly/api-kinds.ts'
import { functionNameOf } from '../assembly/arns.ts'
import type { DeployedResources } from '../assembly/deployed-resources.ts'
import { UnsupportedTemplate } from '../assembly/intrinsics.ts'
import { named } from '../assembly/named-problem.ts'
import { compileRouteKey, type RoutePattern } from './route-matching.ts'

/** Whose tokens a route takes. */
export interface TokenRule {
  readonly issuer: string
  readonly audience: readonly string[]
  /** One of these must be in the token's `scope` or `scp`; none asked when empty. */
  readonly scopes: readonly string[]
}

export interface ApiRoute {
  readonly key: string
  readonly pattern: RoutePattern
  readonly functionName: string
  readonly timeoutMs: number
  readonly token: TokenRule | undefined
}

export type Cors = NonNullable<z.output<typeof httpApiKind.schema>['CorsConfiguration']>

/** An HTTP API of API Gateway as its templates describe it. */
export interface HttpApi {
  readonly id: string
  readonly cors: Cors | undefined
  readonly stageVariables: Readonly<Record<string, string>> | undefined
  readonly routes: readonly ApiRoute[]
}

/** @throws UnsupportedTemplate naming the route whose integration or authorizer is not supported */
export function httpApis(resources: DeployedResources): readonly HttpApi[] {
  return resources.of(httpApiKind).map(({ ref, properties }) => ({
    id: ref,
    cors: properties.CorsConfiguration,
    stageVariables: resources.of(stageKind).find((stage) => stage.properties.ApiId === ref)?.properties.StageVariables,
    routes: routesOf(resources, ref),
  }))
}

function routesOf(resources: DeployedResources, apiId: string): readonly ApiRoute[] {
  const integrations = new Map(resources.of(integrationKind).map((one) => [`integrations/${one.ref}`, one.properties]))
  const authorizers = new Map(resources.of(authorizerKind).map((one) => [one.ref, one.properties.JwtConfiguration]))
  return resources
    .of(routeKind)
    .filter(({ properties }) => properties.ApiId === apiId)
    .map((route) =>
      named(route, () => {
        const { RouteKey, Target, AuthorizationType, AuthorizerId = '', AuthorizationScopes = [] } = route.properties
        const integration = integrations.get(Target)
        if (!integration) throw new UnsupportedTemplate(`target ${Target}`)
        const jwt = AuthorizationType === 'JWT' ? authorizers.get(AuthorizerId) : undefined
        if (AuthorizationType === 'JWT' && !jwt) throw new UnsupportedTemplate(`authorizer ${AuthorizerId}`)
        return {
          key: RouteKey,
          pattern: compileRouteKey(RouteKey),
          functionName: functionOf(integration.IntegrationUri),
          timeoutMs: integration.TimeoutInMillis,
          token: jwt && { issuer: jwt.Issuer, audience: jwt.Audience, scopes: AuthorizationScopes },
        }
      }),
    )
}

/** An integration's URI is the function's ARN, or API Gateway's address for invoking it. */
function functionOf(uri: string): string {
  const [, arn = uri] = /functions\/(arn:aws:lambda:[^/]+)\/invocations/.exec(uri) ?? []
  return functionNameOf(arn)
}
