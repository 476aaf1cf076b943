import { z } from 'zod'
import { arnOf, partsOfArn } from '../assembly/arns.ts'
import type { DeployedResources } from '../assembly/deployed-resources.ts'
import { scheduleKind } from '../assembly/events-kinds.ts'
import { UnsupportedTemplate } from '../assembly/intrinsics.ts'
import { named } from '../assembly/named-problem.ts'
import { parseSchedule, type Schedule } from './schedule-expression.ts'

/** A schedule of EventBridge Scheduler as its template describes it. */
export interface ScheduleDefinition {
  readonly name: string
  readonly arn: string
  readonly groupName: string
  readonly groupArn: string
  readonly expression: string
  readonly timeZone: string
  readonly targetArn: string
  readonly roleArn: string
  readonly input: string
  readonly deadLetterArn: string | undefined
  /** @param anchorMs from when a rate counts, unless it has a start date */
  schedule(anchorMs: number): Schedule
}

/**
 * The schedules that are enabled.
 * @throws UnsupportedTemplate naming the schedule whose expression or target is not supported
 */
export function scheduleDefinitions(resources: DeployedResources): readonly ScheduleDefinition[] {
  const enabled = resources.of(scheduleKind).filter(({ properties }) => properties.State === 'ENABLED')
  return enabled.map((resource) =>
    named(resource, () => {
      const { properties, ref } = resource
      const { Target, GroupName } = properties
      if (!['sqs', 'lambda'].includes(partsOfArn(Target.Arn).service))
        throw new UnsupportedTemplate(`target ${Target.Arn}`)
      const schedule = scheduleOf(properties)
      schedule(0)
      return {
        name: ref,
        arn: z.string().parse(resource.attributes.Arn),
        groupName: GroupName,
        groupArn: arnOf('scheduler', `schedule-group/${GroupName}`),
        expression: properties.ScheduleExpression,
        timeZone: properties.ScheduleExpressionTimezone,
        targetArn: Target.Arn,
        roleArn: Target.RoleArn,
        input: Target.Input ?? '{}',
        deadLetterArn: Target.DeadLetterConfig?.Arn,
        schedule,
      }
    }),
  )
}

function scheduleOf(properties: z.output<typeof scheduleKind.schema>): (anchorMs: number) => Schedule {
  const { StartDate, EndDate, ScheduleExpression, ScheduleExpressionTimezone } = properties
  const startMs = StartDate === undefined ? undefined : Date.parse(StartDate)
  const endMs = EndDate === undefined ? undefined : Date.parse(EndDate)
  return (anchorMs) =>
    parseSchedule(ScheduleExpression, {
      timeZone: ScheduleExpressionTimezone,
      anchorMs: startMs ?? anchorMs,
      ...(startMs !== undefined && { startMs }),
      ...(endMs !== undefined && { endMs }),
    })
}
