import type { ServiceName } from '@tutelage/shared/contracts/define-event.ts'
import type { RouteContract } from '@tutelage/shared/contracts/define-route.ts'
import type { Caller, CallOf } from './request.ts'
import type { School } from './school.ts'

/** What is asked of a route, whatever its contract. */
export interface Request {
  /** Nobody: by a link, a signature, or without any right. */
  readonly as?: Caller | undefined
  readonly params: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>> | undefined
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly ifMatch?: number | undefined
}

/** A route at its work: `prepare` does what must stand before it, and answers the request that then succeeds. */
export interface RouteOperation {
  readonly kind: 'route'
  readonly service: ServiceName
  readonly name: string
  readonly contract: RouteContract
  prepare(school: School): Promise<Request>
}

/** A subscription at its work: `prepare` answers the message on the service's queue that then does something. */
export interface EventOperation {
  readonly kind: 'subscription' | 'partnerSubscription'
  readonly service: ServiceName
  readonly name: string
  prepare(school: School): Promise<string>
}

/** A job at its work: `prepare` answers the message of the scheduler that then finds something to do. */
export interface JobOperation {
  readonly kind: 'due' | 'daily'
  readonly service: ServiceName
  readonly name: string
  prepare(school: School): Promise<string>
}

export type Operation = RouteOperation | EventOperation | JobOperation

/** Registers a route. */
export const operation = <C extends RouteContract>(
  contract: C,
  prepare: (school: School) => Promise<CallOf<C>> | CallOf<C>,
): RouteOperation => ({
  kind: 'route',
  service: contract.service,
  name: contract.id,
  contract,
  async prepare(school) {
    const { params, ...call } = await prepare(school)
    const named = Object.entries(params).map(([name, value]): [string, string] => [name, String(value)])
    return { ...call, params: Object.fromEntries(named) }
  },
})

/** Registers a subscription to an event of ours. */
export const onEvent = (
  service: ServiceName,
  name: string,
  prepare: (school: School) => Promise<string>,
): EventOperation => ({ kind: 'subscription', service, name, prepare })

/** Registers what is done with an event that a partner put on the bus. */
export const onPartnerEvent = (
  service: ServiceName,
  name: string,
  prepare: (school: School) => Promise<string>,
): EventOperation => ({ kind: 'partnerSubscription', service, name, prepare })

/** Registers a job that waits for moments. */
export const dueJob = (
  service: ServiceName,
  name: string,
  prepare: (school: School) => Promise<unknown>,
): JobOperation => ({
  kind: 'due',
  service,
  name,
  async prepare(school) {
    await prepare(school)
    return JSON.stringify({ kind: 'due' })
  },
})

/** Registers what happens once per campus and local day. */
export const dailyJob = (
  service: ServiceName,
  name: string,
  prepare: (school: School) => Promise<unknown>,
): JobOperation => ({
  kind: 'daily',
  service,
  name,
  async prepare(school) {
    await prepare(school)
    return JSON.stringify({ kind: 'dailyCampus', job: name, campusId: school.campusId })
  },
})
