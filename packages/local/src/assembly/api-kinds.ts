import { z } from 'zod'
import { arnOf, region } from './arns.ts'
import { inert, resourceKind, stableId } from './resource-kind.ts'

/** Host name of an HTTP API, as its own address and a distribution's origin name it. */
export const apiHost = (apiId: string): string => `${apiId}.execute-api.${region}.amazonaws.com`

export const httpApiKind = resourceKind(
  'AWS::ApiGatewayV2::Api',
  z.strictObject({
    Name: z.string(),
    ProtocolType: z.literal('HTTP'),
    CorsConfiguration: z
      .strictObject({
        AllowCredentials: z.boolean().optional(),
        AllowHeaders: z.array(z.string()).optional(),
        AllowMethods: z.array(z.string()).optional(),
        AllowOrigins: z.array(z.string()).optional(),
        ExposeHeaders: z.array(z.string()).optional(),
        MaxAge: z.coerce.number().optional(),
      })
      .optional(),
    Description: inert,
    DisableExecuteApiEndpoint: inert,
    IpAddressType: inert,
    Tags: inert,
    Version: inert,
  }),
  (resource) => {
    const id = stableId(resource, 10)
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: `https://${apiHost(id)}` } }
  },
)

export const routeKind = resourceKind(
  'AWS::ApiGatewayV2::Route',
  z.strictObject({
    ApiId: z.string(),
    RouteKey: z.string(),
    Target: z.string(),
    AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
    AuthorizerId: z.string().optional(),
    AuthorizationScopes: z.array(z.string()).optional(),
    ApiKeyRequired: z.literal(false).optional(),
    OperationName: inert,
  }),
  (resource) => ({ ref: stableId(resource, 8), attributes: { RouteId: stableId(resource, 8) } }),
)

export const integrationKind = resourceKind(
  'AWS::ApiGatewayV2::Integration',
  z.strictObject({
    ApiId: z.string(),
    IntegrationType: z.literal('AWS_PROXY'),
    IntegrationUri: z.string(),
    IntegrationMethod: inert,
    PayloadFormatVersion: z.literal('2.0'),
    TimeoutInMillis: z.coerce.number().max(30_000).default(30_000),
    ConnectionType: z.literal('INTERNET').optional(),
    Description: inert,
  }),
  (resource) => ({ ref: stableId(resource, 7), attributes: { IntegrationId: stableId(resource, 7) } }),
)

export const authorizerKind = resourceKind(
  'AWS::ApiGatewayV2::Authorizer',
  z.strictObject({
    ApiId: z.string(),
    Name: z.string(),
    AuthorizerType: z.literal('JWT'),
    IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
    JwtConfiguration: z.strictObject({ Audience: z.array(z.string()), Issuer: z.string() }),
  }),
  (resource) => ({ ref: stableId(resource, 6), attributes: { AuthorizerId: stableId(resource, 6) } }),
)

export const stageKind = resourceKind(
  'AWS::ApiGatewayV2::Stage',
  z.strictObject({
    ApiId: z.string(),
    StageName: z.literal('$default'),
    StageVariables: z.record(z.string(), z.string()).optional(),
    AutoDeploy: inert,
    AccessLogSettings: inert,
    DefaultRouteSettings: inert,
    RouteSettings: inert,
    Description: inert,
    Tags: inert,
  }),
  (resource) => ({ ref: resource.property('StageName') ?? '$default' }),
)

const behaviour = {
  TargetOriginId: z.string(),
  ViewerProtocolPolicy: inert,
  AllowedMethods: z.array(z.string()).default(['GET', 'HEAD']),
  CachedMethods: inert,
  CachePolicyId: inert,
  OriginRequestPolicyId: inert,
  ResponseHeadersPolicyId: inert,
  Compress: inert,
}

export const distributionKind = resourceKind(
  'AWS::CloudFront::Distribution',
  z.strictObject({
    DistributionConfig: z.strictObject({
      DefaultCacheBehavior: z.strictObject(behaviour),
      CacheBehaviors: z.array(z.strictObject({ ...behaviour, PathPattern: z.string() })).default([]),
      Origins: z.array(
        z.strictObject({
          Id: z.string(),
          DomainName: z.string(),
          OriginPath: z.literal('').optional(),
          OriginCustomHeaders: z.array(z.strictObject({ HeaderName: z.string(), HeaderValue: z.string() })).default([]),
          CustomOriginConfig: inert,
          ConnectionAttempts: inert,
          ConnectionTimeout: inert,
          OriginShield: inert,
        }),
      ),
      Enabled: z.literal(true),
      Aliases: inert,
      Comment: inert,
      HttpVersion: inert,
      IPV6Enabled: inert,
      Logging: inert,
      PriceClass: inert,
      Restrictions: inert,
      ViewerCertificate: inert,
      WebACLId: inert,
    }),
    Tags: inert,
  }),
  (resource) => {
    const id = stableId(resource, 13)
    return { ref: id, attributes: { Id: id, DomainName: `${id}.cloudfront.net` } }
  },
)

/** Cache and request policies have no effect: the gateway caches nothing and passes every header but Host on. */
export const edgePolicyKinds = ['CachePolicy', 'OriginRequestPolicy', 'ResponseHeadersPolicy'].map((name) =>
  resourceKind(`AWS::CloudFront::${name}`, z.record(z.string(), z.unknown()), (resource) => {
    const id = stableId(resource, 32)
    return { ref: id, attributes: { Id: id, Arn: arnOf('cloudfront', id) } }
  }),
)
