import { expect, test } from 'vitest'
import { sampleManifests } from './testing/sample-manifests.ts'
import { deployedContext, resourcesOf, sampleApp, templatesOf } from './testing/sample-stacks.ts'

const templates = templatesOf(sampleApp(sampleManifests, { context: deployedContext }))
const schedules = resourcesOf(templates, 'AWS::Scheduler::Schedule').filter(({ stack }) => stack === 'loyalty')
const scheduleOf = (name: string) => schedules.find(({ Name }) => Name === name)

test('a daily job is told once for each time zone, at the local time of that zone', () => {
  for (const timeZone of deployedContext.timeZones) {
    const schedule = scheduleOf(`greet-${timeZone.replace('/', '.')}`)
    expect(schedule).toMatchObject({
      ScheduleExpression: 'cron(5 9 * * ? *)',
      ScheduleExpressionTimezone: timeZone,
      FlexibleTimeWindow: { Mode: 'OFF' },
    })
    expect(JSON.parse(schedule?.Target.Input)).toEqual({ kind: 'daily', job: 'greet', timeZone })
  }
})

test('what is due is looked for each minute', () => {
  const schedule = scheduleOf('due')
  expect(schedule?.ScheduleExpression).toBe('rate(1 minute)')
  expect(JSON.parse(schedule?.Target.Input)).toEqual({ kind: 'due' })
})

test('the outbox is swept each minute', () => {
  expect(scheduleOf('sweep')?.ScheduleExpression).toBe('rate(1 minute)')
  expect(schedules).toHaveLength(4)
})

test('only new outbox items wake the relay', () => {
  const mappings = resourcesOf(templates, 'AWS::Lambda::EventSourceMapping').filter(
    ({ FilterCriteria }) => FilterCriteria,
  )
  expect(mappings).toHaveLength(sampleManifests.length)
  for (const { FilterCriteria, BisectBatchOnFunctionError } of mappings) {
    expect(JSON.parse(FilterCriteria.Filters[0].Pattern)).toEqual({
      eventName: ['INSERT'],
      dynamodb: { NewImage: { entity: { S: ['outbox'] } } },
    })
    expect(BisectBatchOnFunctionError).toBe(true)
  }
})
