import type { ServiceName } from './define-event.ts'
import type { RouteContract } from './define-route.ts'
import type { Capability, DailyJob, DueJob } from './define-service.ts'
import type { Served } from './served.ts'

/** What is known of a capability before its code is read, in the order in which it brings it. */
export interface CapabilityIndex {
  readonly routes: readonly (readonly [RouteContract['method'], RouteContract['path']])[]
  /** The events that its subscriptions are to. */
  readonly subscriptions: readonly string[]
  /** How many. */
  readonly partnerSubscriptions: number
  readonly jobs: readonly (Pick<DueJob<never>, 'kind' | 'name'> | Pick<DailyJob<never>, 'kind' | 'name' | 'at'>)[]
}

/** A capability whose code is read when something of it is first asked for. */
export interface DeferredCapability<Context> extends CapabilityIndex {
  load(): Promise<Capability<Context>>
}

/** Found by its place: the index was written from this very capability. */
function memberAt<Member>(members: readonly Member[] = [], at: number): Member {
  const member = members[at]
  if (member === undefined) throw new Error('a capability brings less than its index says')
  return member
}

type Job<Context> = DueJob<Context> | DailyJob<Context>

function deferredJob<Context>(known: CapabilityIndex['jobs'][number], load: () => Promise<Job<Context>>): Job<Context> {
  const otherwise = `${known.name} is no ${known.kind} job`
  if (known.kind === 'due') {
    return {
      ...known,
      async run(...given: Parameters<DueJob<Context>['run']>) {
        const job = await load()
        if (job.kind !== known.kind) throw new Error(otherwise)
        return job.run(...given)
      },
    }
  }
  return {
    ...known,
    async run(...given: Parameters<DailyJob<Context>['run']>) {
      const job = await load()
      if (job.kind !== known.kind) throw new Error(otherwise)
      return job.run(...given)
    },
  }
}

/**
 * A service as a bundle holds it: where everything is, and the code of a capability only from when something of it is asked for.
 * The bundler writes the call of this in place of the manifest, see docs/adr/0003.
 */
export function deferService<Context>(
  name: ServiceName,
  capabilities: readonly DeferredCapability<Context>[],
): Served<Context> {
  return {
    name,
    routes: capabilities.flatMap(({ routes, load }) =>
      routes.map(([method, path], at) => ({
        contract: { service: name, method, path },
        load: async () => memberAt((await load()).routes, at),
      })),
    ),
    subscriptions: capabilities.flatMap(({ subscriptions, load }) =>
      subscriptions.map((event, at) => ({
        contract: { name: event },
        load: async () => memberAt((await load()).subscriptions, at),
      })),
    ),
    partnerSubscriptions: capabilities.flatMap(({ partnerSubscriptions, load }) =>
      Array.from({ length: partnerSubscriptions }, (_, at) => ({
        load: async () => memberAt((await load()).partnerSubscriptions, at),
      })),
    ),
    jobs: capabilities.flatMap(({ jobs, load }) =>
      jobs.map((job, at) => deferredJob(job, async () => memberAt((await load()).jobs, at))),
    ),
  }
}
