import { AwsSolutionsChecks } from 'cdk-nag'
import { expect, test } from 'vitest'
import { eventPattern } from '../packages/shared/src/contracts/define-event.ts'
import { fullPath } from '../packages/shared/src/contracts/define-route.ts'
import { needsToken } from './constructs/service-api.ts'
import { manifests } from './manifests.ts'
import { resourcesOf, sampleApp, templatesOf } from './testing/sample-stacks.ts'

const app = sampleApp(manifests)
const templates = templatesOf(app)
const all = (type: string) => resourcesOf(templates, type)

test('every route of every service is in its API, behind a token when it is for staff', () => {
  const routes = all('AWS::ApiGatewayV2::Route')
  for (const { contract } of manifests.flatMap((manifest) => manifest.routes)) {
    const key = `${contract.method} ${fullPath(contract)}`
    const found = routes.filter(({ stack, RouteKey }) => stack === contract.service && RouteKey === key)
    expect(found, key).toMatchObject([{ AuthorizationType: needsToken(contract) ? 'JWT' : 'NONE' }])
  }
})

test('every event that a service subscribed to reaches its queue by exactly one rule', () => {
  const rules = all('AWS::Events::Rule')
  for (const { name, subscriptions } of manifests) {
    for (const { contract } of subscriptions) {
      const { source, 'detail-type': types } = eventPattern(contract)
      const hears = rules.filter(
        ({ stack, EventPattern }) =>
          stack === name &&
          types.every((type) => EventPattern['detail-type']?.includes(type)) &&
          source.every((publisher) => EventPattern.source.includes(publisher)),
      )
      expect(hears, `${name} ${contract.name}`).toHaveLength(1)
    }
  }
})

test('who configures campuses is told the zones in which daily jobs run, and nobody else', () => {
  const zones = ['Asia/Shanghai', 'America/New_York']
  const ofStage = templatesOf(sampleApp(manifests, { context: { timeZones: zones } }))
  const told = resourcesOf(ofStage, 'AWS::Lambda::Function').filter(
    ({ Environment }) => Environment.Variables.TIME_ZONES,
  )
  expect(told.map(({ FunctionName }) => FunctionName)).toEqual(['tutelage-local-leads-api'])
  expect(told[0]?.Environment.Variables.TIME_ZONES.split(',')).toEqual(zones)
  const daily = resourcesOf(ofStage, 'AWS::Scheduler::Schedule').filter(({ Target }) => Target.Input?.includes('daily'))
  expect(new Set(daily.map((schedule) => schedule.ScheduleExpressionTimezone))).toEqual(new Set(zones))
})

test('AwsSolutions finds nothing in the services that no construct answers for', () => {
  expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([])
})

test('no template comes near the 500 resources that CloudFormation takes', () => {
  for (const [stack, template] of templates) {
    expect(Object.keys(template.toJSON().Resources).length, stack).toBeLessThan(400)
  }
})
