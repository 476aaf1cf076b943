import type { EventContract, ServiceName } from '@tutelage/shared/contracts/define-event.ts'
import type { RouteContract } from '@tutelage/shared/contracts/define-route.ts'
import type { CampusId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import type { BatchResponse } from '@tutelage/shared/lambda/sqs-batch.ts'
import { type Answered, ask, lambdaContext } from '@tutelage/shared/testing/http-request.ts'
import * as z from 'zod'
import { type Chance, chanceOf } from '../simulation/chance.ts'
import type { Cloud } from '../simulation/cloud.ts'
import { deliverEvents, deliverJob, deliverStream, tick } from '../simulation/infrastructure.ts'
import type { Request } from './operation.ts'
import { askedOf, type CallOf } from './request.ts'

/** What does not change anything more, after so many rounds, is at rest; what does, never will be. */
const mostRounds = 50

/** No chance at all: the first of all, as many as possible, nothing twice. */
const plain: Chance = {
  ...chanceOf(0),
  happens: () => false,
  below: (limit) => limit - 1,
  pick([first]) {
    if (first === undefined) throw new RangeError('nothing to choose from')
    return first
  },
}

/** A request that was to succeed was refused. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly answered: Answered

  constructor(contract: RouteContract, answered: Answered) {
    super(`${contract.service} ${contract.id} answered ${answered.status}: ${answered.text}`)
    this.answered = answered
  }
}

/** All that a school does: requests, deliveries, time. Its calls and mails are those of one campus. */
export class Reach {
  readonly cloud: Cloud
  readonly campusId: CampusId
  #count = 0

  constructor(cloud: Cloud, campusId: CampusId) {
    this.cloud = cloud
    this.campusId = campusId
  }

  get now(): Instant {
    return this.cloud.clock.now()
  }

  /** Sends a request, whatever is answered. */
  send(contract: RouteContract, request: Request): Promise<Answered> {
    this.#count += 1
    const key = `${this.campusId}-${this.now}-${this.#count}`
    const asked = askedOf(contract, this.campusId, request, key)
    return this.cloud.of(contract.service).functions.invoke(({ http }) => ask(http, asked))
  }

  /**
   * Calls a route that is to succeed.
   * @throws Refused with the problem
   */
  async call<C extends RouteContract>(contract: C, call: CallOf<C>): Promise<z.output<C['reply']['body']>> {
    const { params, ...rest } = call
    const named = Object.entries(params).map(([name, value]): [string, string] => [name, String(value)])
    const answered = await this.send(contract, { ...rest, params: Object.fromEntries(named) })
    if (answered.status !== contract.reply.status) throw new Refused(contract, answered)
    const read = contract.produces === 'application/json' ? answered.body : answered.text
    return z.parse<C['reply']['body']>(contract.reply.body, read)
  }

  /** Hands a message to the consumer of a service's events. */
  consume(service: ServiceName, body: string): Promise<BatchResponse> {
    const event = { Records: [{ messageId: 'handed-over', body }] }
    return this.cloud.of(service).functions.invoke(({ events }) => events(event, lambdaContext))
  }

  /** Hands a message to the jobs of a service. */
  work(service: ServiceName, body: string): Promise<BatchResponse> {
    const event = { Records: [{ messageId: 'handed-over', body }] }
    return this.cloud.of(service).functions.invoke(({ jobs }) => jobs(event, lambdaContext))
  }

  /** The jobs of a service do what they have left to themselves. */
  async workOff(service: ServiceName): Promise<void> {
    const one = this.cloud.of(service)
    while (one.jobs.visible > 0) await deliverJob(this.cloud, one, plain)
  }

  /** Everything that is on its way arrives, and what that sets in motion. */
  async deliver(): Promise<void> {
    for (let round = 0; round < mostRounds; round += 1) {
      await this.publish()
      const busy = this.cloud.deployed.filter(({ events, jobs }) => events.size + jobs.size > 0)
      if (busy.length === 0) return
      for (const one of busy) {
        while (one.events.visible > 0) await deliverEvents(this.cloud, one, plain)
        while (one.jobs.visible > 0) await deliverJob(this.cloud, one, plain)
        one.events.wake()
        one.jobs.wake()
      }
    }
    throw new Error('the school does not come to rest')
  }

  /** Everything committed is told on the bus; nobody has heard of it yet. */
  async publish(): Promise<void> {
    for (const one of this.cloud.deployed) {
      while (one.stream.size > 0) await deliverStream(this.cloud, one, plain)
    }
  }

  /** One service hears of what was published, and the others not yet. */
  async post(service: ServiceName): Promise<void> {
    const one = this.cloud.of(service)
    while (one.events.visible > 0) await deliverEvents(this.cloud, one, plain)
  }

  /**
   * Publishes, and reads the latest event of this kind from this campus.
   * @returns the message in which a queue has it
   * @throws Error when it was not told
   */
  async told({ name }: EventContract, where: (data: Readonly<Record<string, unknown>>) => boolean = () => true) {
    await this.publish()
    const entry = this.cloud.published.findLast(({ detailType, detail }) => {
      const { meta, data } = JSON.parse(detail)
      return detailType === name && meta.campusId === this.campusId && where(data)
    })
    if (!entry) throw new Error(`${name} was not told`)
    const { source, detail } = entry
    return JSON.stringify({ id: 'handed-over', source, 'detail-type': name, detail: JSON.parse(detail) })
  }

  /** Time passes, and nobody does what is due then. */
  wait(durationMs: number): void {
    this.cloud.clock.advance(durationMs)
  }

  /** Time passes; what has come due is done. */
  async pass(durationMs: number): Promise<void> {
    this.wait(durationMs)
    tick(this.cloud)
    await this.deliver()
  }

  /** What the latest mail with such a link says after it: the token of a link below this campus. */
  linkToken(page: 'surveys' | 'unsubscribe'): string {
    const { mailbox } = this.cloud
    const link = new RegExp(`/${this.campusId}/${page}/([\\w.~%-]+)`)
    const tokens = [...mailbox.occasions].flatMap((occasion) => link.exec(mailbox.textOf(occasion) ?? '')?.[1] ?? [])
    const token = tokens.at(-1)
    if (!token) throw new Error(`no mail of this campus links to ${page}`)
    return token
  }
}
