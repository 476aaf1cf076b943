import { z } from 'zod'
import { nameOfArn, partsOfArn } from '../assembly/arns.ts'
import type { DeployedResources } from '../assembly/deployed-resources.ts'
import { archiveKind, eventBusKind, ruleKind, type ruleTarget } from '../assembly/events-kinds.ts'
import { UnsupportedTemplate } from '../assembly/intrinsics.ts'
import { named } from '../assembly/named-problem.ts'
import { parseSchedule, type Schedule } from '../schedules/schedule-expression.ts'
import type { BusEvent } from './bus-event.ts'
import { compilePattern, type EventMatcher } from './event-pattern.ts'

/** A rule of a bus, its pattern compiled. */
export interface EventRule {
  readonly name: string
  readonly arn: string
  readonly bus: string
  readonly pattern: unknown
  readonly matches: EventMatcher
  readonly schedule: ((anchorMs: number) => Schedule) | undefined
  readonly targets: readonly RuleTarget[]
}

export interface RuleTarget {
  readonly arn: string
  readonly roleArn: string | undefined
  readonly deadLetterArn: string | undefined
  /** What the target gets: the event, or what the rule says instead. */
  input(event: BusEvent): string
}

export interface Archive {
  readonly bus: string
  readonly matches: EventMatcher
}

/** Buses by name; the account's default bus is always there. */
export const busNames = (resources: DeployedResources): ReadonlySet<string> =>
  new Set(['default', ...resources.of(eventBusKind).map(({ properties }) => properties.Name)])

/**
 * The rules that are enabled.
 * @throws UnsupportedTemplate naming the rule whose pattern, schedule or target is not supported
 */
export function eventRules(resources: DeployedResources): readonly EventRule[] {
  const enabled = resources.of(ruleKind).filter(({ properties }) => properties.State === 'ENABLED')
  return enabled.map((rule) =>
    named(rule, () => {
      const { EventBusName, EventPattern, ScheduleExpression, Targets } = rule.properties
      const schedule = ScheduleExpression
      if (schedule !== undefined) parseSchedule(schedule, { anchorMs: 0 })
      return {
        name: rule.ref.split('|').at(-1) ?? rule.ref,
        arn: z.string().parse(rule.attributes.Arn),
        bus: busNameOf(EventBusName),
        pattern: EventPattern,
        matches: EventPattern === undefined ? () => false : compilePattern(EventPattern),
        schedule: schedule === undefined ? undefined : (anchorMs) => parseSchedule(schedule, { anchorMs }),
        targets: Targets.map(compileTarget),
      }
    }),
  )
}

/** @throws UnsupportedTemplate naming the archive whose pattern is not supported */
export function archives(resources: DeployedResources): readonly Archive[] {
  return resources.of(archiveKind).map((archive) => ({
    bus: nameOfArn(archive.properties.SourceArn),
    matches: named(archive, () =>
      archive.properties.EventPattern === undefined ? () => true : compilePattern(archive.properties.EventPattern),
    ),
  }))
}

/** A bus may be named or given by ARN. */
export const busNameOf = (nameOrArn: string): string =>
  nameOrArn.startsWith('arn:') ? nameOfArn(nameOrArn) : nameOrArn

function compileTarget(target: z.output<typeof ruleTarget>): RuleTarget {
  const { service } = partsOfArn(target.Arn)
  if (!['sqs', 'lambda', 'events'].includes(service)) throw new UnsupportedTemplate(`a target of ${service}`)
  return {
    arn: target.Arn,
    roleArn: target.RoleArn,
    deadLetterArn: target.DeadLetterConfig?.Arn,
    input: inputOf(target.Input, target.InputPath),
  }
}

function inputOf(input: string | undefined, path: string | undefined): (event: BusEvent) => string {
  if (input !== undefined) return () => input
  if (path === undefined || path === '$') return (event) => JSON.stringify(event)
  if (!/^\$(\.[A-Za-z0-9_-]+)+$/.test(path)) throw new UnsupportedTemplate(`InputPath ${path}`)
  const keys = path.split('.').slice(1)
  return (event) => {
    const found = keys.reduce<unknown>(
      (value, key) => Object.entries(value ?? {}).find(([name]) => name === key)?.[1],
      event,
    )
    return JSON.stringify(found ?? null)
  }
}
