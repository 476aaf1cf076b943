import type { BusEntry } from '@tutelage/shared/data/event-bus.ts'
import * as z from 'zod'

const detailSchema = z.object({
  meta: z.object({
    eventId: z.string(),
    campusId: z.string().optional(),
    aggregateId: z.string(),
    aggregateVersion: z.int(),
  }),
  data: z.record(z.string(), z.unknown()),
})

/** An event as it was published. */
export interface Fact {
  readonly name: string
  readonly version: number
  /** None for an event of the chain. */
  readonly campusId: string | undefined
  readonly aggregateId: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Every event that was published, once, by name. */
export function factsOf(published: readonly BusEntry[]): ReadonlyMap<string, readonly Fact[]> {
  const byId = new Map<string, Fact>()
  for (const { detail, detailType: name } of published) {
    const { meta, data } = detailSchema.parse(JSON.parse(detail))
    const { eventId, campusId, aggregateId, aggregateVersion: version } = meta
    byId.set(eventId, { name, version, campusId, aggregateId, data })
  }
  return Map.groupBy(byId.values(), ({ name }) => name)
}

/** The latest fact of each thing, by the versions of its aggregate. */
export function latest(facts: readonly Fact[], thing: (fact: Fact) => string): ReadonlyMap<string, Fact> {
  const found = new Map<string, Fact>()
  for (const fact of facts) {
    const known = found.get(thing(fact))
    if (!known || known.version < fact.version) found.set(thing(fact), fact)
  }
  return found
}
