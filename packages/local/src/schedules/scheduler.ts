import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { partsOfArn } from '../assembly/arns.ts'
import type { EventBus } from '../events/event-bus.ts'
import type { AccessControl, Caller } from '../policies/access-control.ts'
import type { QueueHub } from '../queues/queue-hub.ts'
import type { CloudStore } from '../store/cloud-store.ts'
import { runsBetween } from './missed-runs.ts'
import type { ScheduleDefinition } from './schedule-definition.ts'
import type { Schedule } from './schedule-expression.ts'

export interface SchedulerParts {
  readonly store: CloudStore
  readonly queues: QueueHub
  readonly access: AccessControl
  readonly bus: EventBus
  readonly invokeLater: (functionArn: string, payload: string) => void
  readonly now: () => number
  readonly warn: (text: string) => void
}

interface Entry {
  readonly schedule: Schedule
  readonly run: (atMs: number) => void
}

const tickMs = 1_000

/** Runs schedules on the wound clock. What fell due while the process was down is not made up for, as at AWS. */
export class Scheduler {
  readonly #parts: SchedulerParts
  readonly #entries: readonly Entry[]
  #doneUntilMs: number
  readonly #timer: NodeJS.Timeout

  constructor(definitions: readonly ScheduleDefinition[], parts: SchedulerParts) {
    this.#parts = parts
    this.#doneUntilMs = parts.now()
    this.#entries = [...this.#schedules(definitions), ...this.#scheduledRules()]
    this.#timer = setInterval(() => this.catchUp(), tickMs).unref()
  }

  /** Runs everything that fell due since the last time, in the order of its times. */
  catchUp(): void {
    const [from, to] = [this.#doneUntilMs, this.#parts.now()]
    this.#doneUntilMs = to
    const due = this.#entries.flatMap(({ schedule, run }) => runsBetween(schedule, from, to).map((at) => ({ at, run })))
    for (const { at, run } of due.sort((a, b) => a.at - b.at)) run(at)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #schedules(definitions: readonly ScheduleDefinition[]): Entry[] {
    return definitions.map((definition) => ({
      schedule: definition.schedule(this.#anchorMs(definition.arn)),
      run: (at) => this.#fire(definition, at),
    }))
  }

  #scheduledRules(): Entry[] {
    const { bus } = this.#parts
    return bus.rules.flatMap((rule) => {
      const schedule = rule.schedule?.(this.#anchorMs(rule.arn))
      return schedule ? [{ schedule, run: (at: number) => bus.runRule(rule, at) }] : []
    })
  }

  /** Rates count from when the schedule was first seen. */
  #anchorMs(arn: string): number {
    const { store, now } = this.#parts
    store.run('insert or ignore into scheduleRun values (?, ?)', arn, now())
    const row = z.object({ anchorAt: z.number() })
    return store.all(row, 'select anchorAt from scheduleRun where schedule = ?', arn)[0]?.anchorAt ?? now()
  }

  #fire(definition: ScheduleDefinition, atMs: number): void {
    const { queues, warn } = this.#parts
    const payload = inputFor(definition, atMs)
    const refusal = this.#deliver(definition, payload)
    if (!refusal) return
    warn(`schedule ${definition.name} could not deliver: ${refusal}`)
    const deadLetters = definition.deadLetterArn ? queues.find(definition.deadLetterArn) : undefined
    if (!deadLetters || this.#refusal(definition, 'sqs:SendMessage', deadLetters.arn)) return
    const text = (value: string) => ({ DataType: 'String', StringValue: value })
    const attributes = {
      ERROR_CODE: text('AccessDeniedException'),
      ERROR_MESSAGE: text(refusal),
      SCHEDULE_ARN: text(definition.arn),
    }
    queues.send(deadLetters, { body: payload, attributes, sender: 'scheduler.amazonaws.com' })
  }

  #deliver(definition: ScheduleDefinition, payload: string): string | undefined {
    const { queues, invokeLater } = this.#parts
    const { service } = partsOfArn(definition.targetArn)
    const refusal = this.#refusal(
      definition,
      service === 'sqs' ? 'sqs:SendMessage' : 'lambda:InvokeFunction',
      definition.targetArn,
    )
    if (refusal) return refusal
    const queue = queues.find(definition.targetArn)
    if (service === 'sqs' && queue) queues.deliver(queue, { body: payload, sender: 'scheduler.amazonaws.com' })
    else if (service === 'sqs') return 'no such queue'
    else invokeLater(definition.targetArn, payload)
    return undefined
  }

  /** @returns why the schedule's role may not do this */
  #refusal({ name, roleArn, groupArn }: ScheduleDefinition, action: string, resource: string): string | undefined {
    const { access } = this.#parts
    if (!access.trusts(roleArn, 'scheduler.amazonaws.com', groupArn)) return `${roleArn} does not trust the scheduler`
    const caller: Caller = { kind: 'role', name, roleArn }
    const answer = access.check(caller, { action, resource })
    return answer.allowed ? undefined : answer.reason
  }
}

/** The target's input with the scheduler's context attributes filled in. */
function inputFor({ input, arn }: ScheduleDefinition, atMs: number): string {
  const attributes: Readonly<Record<string, string>> = {
    'schedule-arn': arn,
    'scheduled-time': new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    'execution-id': randomUUID(),
    'attempt-number': '1',
  }
  return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (whole, name: string) => attributes[name] ?? whole)
}
