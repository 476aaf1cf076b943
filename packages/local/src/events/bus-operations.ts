import { z } from 'zod'
import { type AwsCall, type AwsOperations, parseInput } from '../endpoint/aws-call.ts'
import { AwsError } from '../endpoint/aws-error.ts'
import type { Weather } from '../weather/weather.ts'
import { busArn, type EventBus } from './event-bus.ts'
import { busNameOf, type EventRule } from './event-rules.ts'

const entrySchema = z.object({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  Time: z
    .union([z.number().transform((seconds) => seconds * 1000), z.string().transform((text) => Date.parse(text))])
    .optional(),
})
type Entry = z.infer<typeof entrySchema>
const putEvents = z.object({
  Entries: z.array(entrySchema).min(1).max(10, 'Member must have length less than or equal to 10'),
})
const maxBytes = 256 * 1024

interface EntryFailure {
  readonly ErrorCode: string
  readonly ErrorMessage: string
}

export interface BusOperationsParts {
  readonly bus: EventBus
  readonly weather: Weather
  readonly now: () => number
  /** Makes the events of one call durable together. */
  readonly transaction: <T>(work: () => T) => T
}

/** EventBridge: PutEvents, and looking at what there is. */
export function busOperations(parts: BusOperationsParts): AwsOperations {
  const { bus } = parts
  const named = z.object({ EventBusName: z.string().optional(), Name: z.string().optional() })
  return {
    PutEvents: (input, call) => put(parts, parseInput(putEvents, input).Entries, call),
    ListEventBuses: () => ({ EventBuses: bus.busNames.map((Name) => ({ Name, Arn: busArn(Name) })) }),
    DescribeEventBus: (input) => {
      const name = busNameOf(parseInput(named, input).Name ?? 'default')
      if (!bus.has(name)) throw new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`)
      return { Name: name, Arn: busArn(name) }
    },
    ListRules: (input) => {
      const name = busNameOf(parseInput(named, input).EventBusName ?? 'default')
      return { Rules: bus.rules.filter((rule) => rule.bus === name).map(describe) }
    },
    DescribeRule: (input) => {
      const { Name, EventBusName } = parseInput(named, input)
      return describe(ruleOf(bus, EventBusName, Name))
    },
    ListTargetsByRule: (input) => {
      const { Rule, EventBusName } = parseInput(
        z.object({ Rule: z.string(), EventBusName: z.string().optional() }),
        input,
      )
      const targets = ruleOf(bus, EventBusName, Rule).targets
      return { Targets: targets.map(({ arn }, at) => ({ Id: `Target${at}`, Arn: arn })) }
    },
  }
}

function ruleOf(bus: EventBus, busName: string | undefined, name: string | undefined): EventRule {
  const rule = bus.rules.find((one) => one.bus === busNameOf(busName ?? 'default') && one.name === name)
  if (!rule)
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${busName ?? 'default'}.`)
  return rule
}

const describe = (rule: EventRule) => ({
  ...{ Name: rule.name, Arn: rule.arn, EventBusName: rule.bus, State: 'ENABLED' },
  EventPattern: JSON.stringify(rule.pattern),
})

function put(parts: BusOperationsParts, entries: readonly Entry[], call: AwsCall): unknown {
  if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > maxBytes) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.')
  }
  for (const entry of entries) authorizeEntry(parts.bus, entry, call)
  const results = parts.transaction(() => entries.map((entry) => putOne(parts, entry, call)))
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results }
}

function authorizeEntry(
  bus: EventBus,
  { EventBusName = 'default', Source = '', DetailType = '' }: Entry,
  call: AwsCall,
): void {
  const name = busNameOf(EventBusName)
  const context = new Map([
    ['events:source', [Source]],
    ['events:detail-type', [DetailType]],
    ['events:eventbusinvocation', ['false']],
  ])
  call.authorize({ action: 'events:PutEvents', resource: busArn(name), context })
  if (!bus.has(name)) throw new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`)
}

function putOne(
  { bus, weather, now }: BusOperationsParts,
  entry: Entry,
  call: AwsCall,
): { EventId: string } | EntryFailure {
  const { Source, DetailType, Detail, EventBusName = 'default', Resources = [], Time } = entry
  if (!Source || !DetailType || !Detail) return missing(!Source ? 'Source' : !DetailType ? 'DetailType' : 'Detail')
  if (Source.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' }
  const detail = parseDetail(Detail)
  if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
  // The weather spares the person at the keyboard: who tries one command wants to see what it does.
  if (call.caller.kind !== 'operator' && weather.failsEntry()) {
    return {
      ErrorCode: 'InternalFailure',
      ErrorMessage: 'The request processing has failed (the weather of the local cloud).',
    }
  }
  const timeMs = Time ?? now()
  return {
    EventId: bus.put(busNameOf(EventBusName), {
      source: Source,
      detailType: DetailType,
      detail,
      resources: Resources,
      timeMs,
    }),
  }
}

const missing = (name: string): EntryFailure => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
})

function parseDetail(text: string): object | undefined {
  try {
    const detail: unknown = JSON.parse(text)
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : undefined
  } catch {
    return undefined
  }
}

/** As documented: 14 bytes for the time, and the UTF-8 bytes of source, detail type, detail and resources. */
function sizeOf({ Source = '', DetailType = '', Detail = '', Resources = [], Time }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources]
  return (Time === undefined ? 0 : 14) + texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
}
