import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { fullPath, type Method, type RouteContract } from '../../packages/shared/src/contracts/define-route.ts'
import { staffRoles } from '../../packages/shared/src/kernel/scope.ts'
import type { Place } from './place.ts'
import { alarmPeriod, raiseAlarm } from './raise-alarm.ts'
import { logRetention } from './service-function.ts'

/** Whose tokens staff routes accept. */
export interface TokenIssuer {
  readonly issuerUrl: string
  readonly audience: readonly string[]
}

export interface ServiceApiProps {
  readonly place: Place
  readonly handler: IFunction
  readonly routes: readonly RouteContract[]
  readonly issuer: TokenIssuer
}

const methods: Record<Method, HttpMethod> = {
  GET: HttpMethod.GET,
  POST: HttpMethod.POST,
  PUT: HttpMethod.PUT,
  PATCH: HttpMethod.PATCH,
  DELETE: HttpMethod.DELETE,
}

/** Per second and at once, for the whole service; far above a chain at work, far below what would hurt. */
const throttle = { rateLimit: 200, burstLimit: 400 }

/** Facts without persons: the route's pattern and never the path, which may hold a guardian's link, nor the caller's address. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    at: '$context.requestTimeEpoch',
    route: '$context.routeKey',
    status: '$context.status',
    bytes: '$context.responseLength',
    latencyMs: '$context.responseLatency',
    integrationError: '$context.integrationErrorMessage',
    authorizerError: '$context.authorizer.error',
  }),
)

/**
 * Whether a route asks for a staff token. A JWT authorizer refuses whoever has none, so one route cannot serve both.
 * @throws Error when a route is for staff and for others
 */
export function needsToken(route: RouteContract): boolean {
  const staff = route.roles.filter((role) => staffRoles.some((staffRole) => staffRole === role))
  if (staff.length > 0 && staff.length < route.roles.length) {
    throw new Error(`${route.id}: for staff and for others; make it two routes`)
  }
  return staff.length > 0
}

/** A service's HTTP API: each route of the manifest, its OpenAPI document, and problem documents for all else. */
export class ServiceApi extends Construct {
  readonly api: HttpApi
  readonly #integration: HttpLambdaIntegration

  constructor(scope: Construct, id: string, { place, handler, routes, issuer }: ServiceApiProps) {
    super(scope, id)
    this.#integration = new HttpLambdaIntegration('Handler', handler, { scopePermissionToRoute: false })
    this.api = new HttpApi(this, 'Api', { apiName: place.prefix, createDefaultStage: false })
    // The first route brings the integration along, so it must be one that stays.
    this.#addPublicRoute('unknown', HttpRouteKey.DEFAULT, 'Only answers that there is no such route')
    this.#permitUnknown(handler)
    const staff = new HttpJwtAuthorizer('Staff', issuer.issuerUrl, {
      authorizerName: 'staff',
      jwtAudience: [...issuer.audience],
    })
    for (const route of routes) {
      const key = HttpRouteKey.with(fullPath(route), methods[route.method])
      if (needsToken(route)) this.#addRoute(route.id, key, staff)
      else this.#addPublicRoute(route.id, key, `For ${route.roles.join(', ')}: the function checks signature or link`)
    }
    const openapi = HttpRouteKey.with(`/${place.service}/openapi.json`, HttpMethod.GET)
    this.#addPublicRoute('openapi', openapi, 'The description of the API is public')
    this.#addStage(place)
  }

  #addRoute(id: string, routeKey: HttpRouteKey, authorizer?: IHttpRouteAuthorizer): HttpRoute {
    const integration = this.#integration
    return new HttpRoute(this, id, { httpApi: this.api, routeKey, integration, ...(authorizer && { authorizer }) })
  }

  #addPublicRoute(id: string, routeKey: HttpRouteKey, reason: string): void {
    Validations.of(this.#addRoute(id, routeKey)).acknowledge({ id: 'AwsSolutions-APIG4', reason })
  }

  /** The permission that CDK gives covers `<stage>/<method>/<path>`; the default route calls as `<stage>/$default`. */
  #permitUnknown(handler: IFunction): void {
    const resource = { service: 'execute-api', resource: this.api.apiId, resourceName: '*/$default' }
    handler.addPermission('UnknownRoutes', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn(resource),
      scope: this,
    })
  }

  #addStage(place: Place): void {
    const logGroup = new LogGroup(this, 'AccessLog', {
      logGroupName: `/tutelage/${place.prefix}-access`,
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle,
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup), format: accessLogFormat },
    })
    raiseAlarm(this, 'api-5xx', place, {
      metric: stage.metricServerError({ period: alarmPeriod, statistic: 'Sum' }),
      means: `Requests to ${place.service} were answered with 5xx: docs/operations/alarms.md`,
    })
  }
}

/** Longest time a request may take; API Gateway itself gives up at 29 s. */
export const requestTimeout = Duration.seconds(20)
