import { expect, test } from 'vitest'
import { fullPath } from '../packages/shared/src/contracts/define-route.ts'
import { needsToken } from './constructs/service-api.ts'
import { sampleManifest, sampleManifests } from './testing/sample-manifests.ts'
import { deployedContext, resourcesOf, sampleApp, templatesOf } from './testing/sample-stacks.ts'

const templates = templatesOf(sampleApp(sampleManifests))
const routes = resourcesOf(templates, 'AWS::ApiGatewayV2::Route')
const routeOf = (service: string, key: string) =>
  routes.filter(({ stack, RouteKey }) => stack === service && RouteKey === key)

test('every route of a manifest is a route of its API, with a token where staff are asked', () => {
  for (const { name, routes: bound } of sampleManifests) {
    for (const { contract } of bound) {
      const [route, ...twins] = routeOf(name, `${contract.method} ${fullPath(contract)}`)
      expect(twins).toEqual([])
      expect(route?.AuthorizationType, contract.id).toBe(needsToken(contract) ? 'JWT' : 'NONE')
    }
  }
})

test('an API has the routes of its manifest, its own description, a catch-all, and no more', () => {
  for (const { name, routes: bound } of sampleManifests) {
    expect(routes.filter(({ stack }) => stack === name)).toHaveLength(bound.length + 2)
    expect(routeOf(name, `GET /${name}/openapi.json`)).toMatchObject([{ AuthorizationType: 'NONE' }])
    expect(routeOf(name, '$default')).toMatchObject([{ AuthorizationType: 'NONE' }])
  }
})

test('the API may call its function for unknown routes too, which come as <stage>/$default', () => {
  for (const { name } of sampleManifests) {
    const permissions = resourcesOf(templates, 'AWS::Lambda::Permission').filter(({ stack }) => stack === name)
    const sources = permissions.map(({ SourceArn }) => JSON.stringify(SourceArn))
    expect(sources.filter((source) => source.includes('/*/$default'))).toHaveLength(1)
  }
})

test('a route for staff and for others is refused, since one authorizer cannot serve both', () => {
  const [staff] = sampleManifest('leads').routes
  if (!staff) throw new Error('the sample has routes')
  expect(() => needsToken({ ...staff.contract, roles: ['teacher', 'anonymous'] })).toThrow('make it two routes')
})

test('access logs name the route and never the path, the query or the caller', () => {
  for (const { AccessLogSettings } of resourcesOf(templates, 'AWS::ApiGatewayV2::Stage')) {
    expect(AccessLogSettings.Format).toContain('$context.routeKey')
    expect(AccessLogSettings.Format).not.toMatch(/path|sourceIp|userAgent|claims/i)
  }
})

test('tokens are those of the user pool, or of the issuer that the stage names', () => {
  const [own] = resourcesOf(templates, 'AWS::ApiGatewayV2::Authorizer')
  expect(JSON.stringify(own?.JwtConfiguration.Issuer)).toContain('ProviderURL')
  const context = { ...deployedContext, issuerUrl: 'https://id.school.example', audience: 'crm' }
  const elsewhere = templatesOf(sampleApp(sampleManifests, { context }))
  elsewhere.get('shared')?.resourceCountIs('AWS::Cognito::UserPool', 0)
  for (const { JwtConfiguration } of resourcesOf(elsewhere, 'AWS::ApiGatewayV2::Authorizer')) {
    expect(JwtConfiguration).toEqual({ Issuer: 'https://id.school.example', Audience: ['crm'] })
  }
})

test('the gateway passes each service its own paths, with all headers and uncached', () => {
  const [{ DistributionConfig: gateway } = {}] = resourcesOf(templates, 'AWS::CloudFront::Distribution')
  expect(gateway.CacheBehaviors.map(({ PathPattern }: { PathPattern: string }) => PathPattern)).toEqual(
    sampleManifests.map(({ name }) => `/${name}/*`),
  )
  for (const behavior of [gateway.DefaultCacheBehavior, ...gateway.CacheBehaviors]) {
    expect(behavior.CachePolicyId).toBe('4135ea2d-6df8-44a3-9df3-4b5a84be39ad')
    expect(behavior.OriginRequestPolicyId).toBe('b689b0a8-53d0-40ab-baf2-68738e2966ac')
    expect(behavior.AllowedMethods).toContain('PATCH')
  }
})

test('a service may be given a restored table in place of its own', () => {
  const context = { restoredTables: 'leads=tutelage-local-leads-r1' }
  const restored = templatesOf(sampleApp(sampleManifests, { context }))
  const names = (from: typeof templates) =>
    resourcesOf(from, 'AWS::DynamoDB::Table').map(({ id, TableName }) => ({ id, TableName }))
  const [before] = names(templates)
  const [after, ...others] = names(restored)
  expect(after?.TableName).toBe('tutelage-local-leads-r1')
  expect(after?.id).not.toBe(before?.id)
  expect(others).toEqual(names(templates).slice(1))
})
