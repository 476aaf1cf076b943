import { randomUUID } from 'node:crypto'
import { accountId, arnOf, nameOfArn, partsOfArn, region } from '../assembly/arns.ts'
import type { AccessControl, Caller } from '../policies/access-control.ts'
import type { QueueHub } from '../queues/queue-hub.ts'
import type { CloudStore } from '../store/cloud-store.ts'
import type { BusEvent } from './bus-event.ts'
import type { Archive, EventRule, RuleTarget } from './event-rules.ts'

export interface EventToPut {
  readonly source: string
  readonly detailType: string
  readonly detail: unknown
  readonly resources: readonly string[]
  /** Milliseconds since 1970. */
  readonly timeMs: number
}

export interface EventBusParts {
  readonly store: CloudStore
  readonly queues: QueueHub
  readonly access: AccessControl
  readonly rules: readonly EventRule[]
  readonly archives: readonly Archive[]
  readonly busNames: ReadonlySet<string>
  /** Queues an asynchronous invocation. */
  readonly invokeLater: (functionArn: string, payload: string) => void
  readonly warn: (text: string) => void
}

/** From how many buses to buses an event goes at most. */
const mostHops = 5

/** Matches events against the rules of all buses and hands them to their targets. */
export class EventBus {
  readonly #parts: EventBusParts

  constructor(parts: EventBusParts) {
    this.#parts = parts
  }

  has(bus: string): boolean {
    return this.#parts.busNames.has(bus)
  }

  get busNames(): readonly string[] {
    return [...this.#parts.busNames]
  }

  get rules(): readonly EventRule[] {
    return this.#parts.rules
  }

  /**
   * Takes an event over: when this returns, and no outer transaction is open, each matching target has it for good.
   * @returns the event's id
   */
  put(bus: string, { source, detailType, detail, resources, timeMs }: EventToPut): string {
    const time = new Date(Math.floor(timeMs / 1000) * 1000).toISOString().replace('.000Z', 'Z')
    const id = randomUUID()
    const event: BusEvent = {
      version: '0',
      id,
      'detail-type': detailType,
      source,
      account: accountId,
      time,
      region,
      resources,
      detail,
    }
    this.#parts.store.transaction(() => this.#route(bus, event, 0))
    return id
  }

  /** Hands a scheduled rule's event to the rule's targets. */
  runRule(rule: EventRule, timeMs: number): void {
    const time = new Date(timeMs).toISOString().replace(/\.\d+Z/, 'Z')
    const shared = { version: '0', id: randomUUID(), account: accountId, region, time, detail: {} } as const
    const event: BusEvent = { ...shared, 'detail-type': 'Scheduled Event', source: 'aws.events', resources: [rule.arn] }
    this.#parts.store.transaction(() => this.#handOver(rule, event, 0))
  }

  #route(bus: string, event: BusEvent, hops: number): void {
    for (const archive of this.#parts.archives) {
      if (archive.bus !== bus || !archive.matches(event)) continue
      this.#parts.store.run(
        'insert into archivedEvent values (?, ?, ?, ?)',
        ...[event.id, bus, Date.parse(event.time), JSON.stringify(event)],
      )
    }
    for (const rule of this.#parts.rules) {
      if (rule.bus === bus && rule.matches(event)) this.#handOver(rule, event, hops)
    }
  }

  #handOver(rule: EventRule, event: BusEvent, hops: number): void {
    for (const target of rule.targets) {
      const refusal = this.#deliver(rule, target, event, hops)
      if (!refusal) continue
      this.#parts.warn(`rule ${rule.name} could not deliver to ${target.arn}: ${refusal}`)
      const deadLetters = target.deadLetterArn ? this.#parts.queues.find(target.deadLetterArn) : undefined
      if (!deadLetters) continue
      const text = (value: string) => ({ DataType: 'String', StringValue: value })
      const attributes = {
        ...{ RULE_ARN: text(rule.arn), TARGET_ARN: text(target.arn) },
        ...{ ERROR_CODE: text('NO_PERMISSIONS'), ERROR_MESSAGE: text(refusal) },
      }
      this.#parts.queues.send(deadLetters, { body: JSON.stringify(event), attributes, sender: 'events.amazonaws.com' })
    }
  }

  /** @returns why it was not delivered */
  #deliver(rule: EventRule, target: RuleTarget, event: BusEvent, hops: number): string | undefined {
    const { access, queues, invokeLater } = this.#parts
    const service = partsOfArn(target.arn).service
    const caller: Caller = target.roleArn
      ? { kind: 'role', name: rule.name, roleArn: target.roleArn }
      : { kind: 'service', service: 'events.amazonaws.com', sourceArn: rule.arn }
    const action = targetActions[service] ?? ''
    const answer = access.check(caller, { action, resource: target.arn })
    if (!answer.allowed) return answer.reason
    const input = target.input(event)
    if (service === 'sqs') {
      const queue = queues.find(target.arn)
      if (!queue) return 'no such queue'
      queues.deliver(queue, { body: input, sender: 'events.amazonaws.com' })
    } else if (service === 'lambda') invokeLater(target.arn, input)
    else if (hops < mostHops) this.#route(nameOfArn(target.arn), event, hops + 1)
    return undefined
  }
}

/** What a rule needs to be allowed, by its target's service. */
export const targetActions: Readonly<Record<string, string>> = {
  sqs: 'sqs:SendMessage',
  lambda: 'lambda:InvokeFunction',
  events: 'events:PutEvents',
}

export const busArn = (name: string): string => arnOf('events', `event-bus/${name}`)
