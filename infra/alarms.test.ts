import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sampleManifests } from './testing/sample-manifests.ts'
import { deployedContext, resourcesOf, sampleApp, templatesOf } from './testing/sample-stacks.ts'

const templates = templatesOf(sampleApp(sampleManifests, { context: deployedContext }))
const alarms = resourcesOf(templates, 'AWS::CloudWatch::Alarm')
const functions = resourcesOf(templates, 'AWS::Lambda::Function')

test.each([
  ['jobs-failing', 'JobsFailed', 'jobs'],
  ['publishing-failing', 'RelayFailed', 'sweep'],
])('%s speaks up when what a function counts goes on failing for a quarter of an hour', (what, counted, called) => {
  for (const { name } of sampleManifests) {
    const prefix = `tutelage-prod-${name}`
    const counts = functions.find(({ FunctionName }) => FunctionName === `${prefix}-${called}`)
    const alarm = alarms.find(({ AlarmName }) => AlarmName === `${prefix}-${what}`)
    expect(alarm, prefix).toMatchObject({
      Namespace: 'Tutelage',
      MetricName: counted,
      Dimensions: [{ Name: 'service', Value: counts?.Environment.Variables.POWERTOOLS_SERVICE_NAME }],
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 3,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    })
    expect(alarm?.AlarmActions, prefix).toHaveLength(1)
  }
})

test('what two stages of an account count is kept apart', () => {
  const names = functions.map(({ Environment }) => Environment.Variables.POWERTOOLS_SERVICE_NAME)
  expect(new Set(names)).toEqual(new Set(sampleManifests.map(({ name }) => `tutelage-prod-${name}`)))
})

test('every alarm is explained', () => {
  const page = readFileSync(join(import.meta.dirname, '../docs/operations/alarms.md'), 'utf8')
  for (const { stack, AlarmName } of alarms) {
    const what = AlarmName.replace(`tutelage-prod-${stack}-`, '')
    const family = what.replace(/^.*-(dlq)$/, '<queue>-$1').replace(/^.*-(throttles)$/, '<function>-$1')
    expect(page).toContain(`\`${family}\``)
  }
})
