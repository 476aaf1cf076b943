import type { Service } from '@tutelage/shared/contracts/define-service.ts'
import type { MailPort } from '@tutelage/shared/contracts/mail.ts'
import type { CampusContext, Log } from '@tutelage/shared/data/context.ts'
import type { EventBus } from '@tutelage/shared/data/event-bus.ts'
import type { Table } from '@tutelage/shared/data/table.ts'
import type { IdSource } from '@tutelage/shared/kernel/ids.ts'
import type { Clock } from '@tutelage/shared/kernel/instant.ts'
import { eventHandler } from '@tutelage/shared/lambda/event-handler.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { jobHandler } from '@tutelage/shared/lambda/job-handler.ts'
import type { JobQueue } from '@tutelage/shared/lambda/job-queue.ts'
import { relayHandler, sweepHandler } from '@tutelage/shared/lambda/relay-handler.ts'
import { type Lifeline, openLifeline } from './lifeline.ts'
import type { Turns } from './turns.ts'
import type { Weather } from './weather.ts'

/** What the functions of a service reach when they reach outside. */
export interface Outside {
  readonly service: Service<CampusContext>
  readonly table: Table
  readonly bus: EventBus
  readonly mail: MailPort
  readonly jobs: JobQueue
  readonly clock: Clock
  readonly ids: IdSource
  readonly log: Log
  readonly turns: Turns
  weather(): Weather
}

const through = ({ table, bus, mail, jobs }: Outside, life: () => Lifeline) => ({
  table: {
    get: (key, options) => life().io('read', () => table.get(key, options)),
    getMany: (keys) => life().io('read', () => table.getMany(keys)),
    query: (query) => life().io('read', () => table.query(query)),
    transact: (writes, token) => life().io('write', () => table.transact(writes, token)),
  } satisfies Table,
  bus: { publish: (entries) => life().io('publish', () => bus.publish(entries)) } satisfies EventBus,
  mail: { send: (letter) => life().io('mail', () => mail.send(letter)) } satisfies MailPort,
  jobs: { send: (messages, options) => life().io('send', () => jobs.send(messages, options)) } satisfies JobQueue,
})

function handlersOf(outside: Outside, life: () => Lifeline) {
  const { service, clock, ids, log } = outside
  const { table, bus, mail, jobs } = through(outside, life)
  const told = { publicUrl: 'https://tutelage.test', timeZones: ['Asia/Shanghai', 'Asia/Tokyo'] }
  const base = { table, clock, ids, log, ...told }
  const ports = service.sendsMail ? { ...base, mail } : base
  return {
    http: httpHandler(service, base),
    events: eventHandler(service, ports),
    jobs: jobHandler(service, { ...ports, jobs }),
    relay: relayHandler({ table, bus, clock, log }),
    sweep: sweepHandler({ table, bus, clock, log }),
  }
}

/** The entry points of a service, as one running instance has them. */
type Handlers = ReturnType<typeof handlersOf>

/** The functions of one service: instances stay warm until they crash, and each runs one invocation at a time. */
export interface Functions {
  /** @throws Crashed when the instance ended in the middle; what it kept in memory is gone */
  invoke<Answer>(invocation: (handlers: Handlers) => Promise<Answer>): Promise<Answer>
}

/** @param outside what they reach, shared by all instances */
export function makeFunctions(outside: Outside): Functions {
  const idle: { readonly handlers: Handlers; life: Lifeline }[] = []
  const start = () => {
    const instance = { life: openLifeline(outside.turns, outside.weather) }
    return Object.assign(instance, { handlers: handlersOf(outside, () => instance.life) })
  }
  return {
    async invoke(invocation) {
      const instance = idle.pop() ?? start()
      const life = openLifeline(outside.turns, outside.weather)
      instance.life = life
      const answer = await life.run(() => invocation(instance.handlers))
      idle.push(instance)
      return answer
    },
  }
}
