import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App, Stack, Validations } from 'aws-cdk-lib'
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs'
import { AwsSolutionsChecks } from 'cdk-nag'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { sampleManifest, sampleManifests } from './testing/sample-manifests.ts'
import { deployedContext, sampleApp } from './testing/sample-stacks.ts'

test.each([
  ['the local stage', {}],
  ['a stage with all settings', deployedContext],
])('AwsSolutions finds nothing in %s that no construct answers for', (_stage, context) => {
  const app = sampleApp(sampleManifests, { context })
  expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([])
})

test('AwsSolutions does look: a queue without dead letters is found', () => {
  const app = sampleApp(sampleManifests)
  const stack = app.node.children.find((child) => Stack.isStack(child))
  if (!stack) throw new Error('an app has stacks')
  new Queue(stack, 'Careless')
  const found = new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName)
  expect(found).toContain('AwsSolutions-SQS3')
  expect(() => app.synth()).toThrow('AwsSolutions-SQS3')
})

test('every suppression says why in more than a word', () => {
  const app = sampleApp(sampleManifests)
  const acknowledged = app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY).map(({ data }) => data),
    )
  const reasons = z
    .array(z.record(z.string(), z.unknown()))
    .parse(acknowledged)
    .flatMap((rules) => Object.values(rules))
  expect(reasons.length).toBeGreaterThan(0)
  for (const reason of reasons) expect(JSON.stringify(reason).length).toBeGreaterThan(30)
})

const strict = { '@aws-cdk/core:validateAgainstDefaultRules': true }

/** Of one service, for time's sake: the others' stacks are made alike. */
test('CloudFormation would take every template', { timeout: 180_000 }, () => {
  const app = sampleApp([sampleManifest('leads')], { context: { ...deployedContext, ...strict }, validated: true })
  const { directory } = app.synth()
  const report = z.object({ pluginReports: z.array(z.unknown()) })
  expect(
    report.parse(JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8'))).pluginReports,
  ).toEqual([])
})

test('the check of templates does look: a queue that hides messages for a year is found', () => {
  const app = new App({ context: strict })
  new CfnQueue(new Stack(app, 'careless'), 'Queue', { visibilityTimeout: 31_536_000 })
  expect(() => app.synth()).toThrow(/VisibilityTimeout/i)
})
