import type { ServiceName } from '@tutelage/shared/contracts/define-event.ts'
import type { Service } from '@tutelage/shared/contracts/define-service.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { BusEntry, EntryResult, EventBus } from '@tutelage/shared/data/event-bus.ts'
import { TableUnavailable } from '@tutelage/shared/data/table-failures.ts'
import type { Chance } from './chance.ts'
import type { Queue } from './queue.ts'
import type { Weather } from './weather.ts'

/** What the bus stands between. */
export interface BusSetting {
  readonly services: readonly Service<CampusContext>[]
  readonly queues: ReadonlyMap<ServiceName, Queue>
  weather(): Weather
  chance(): Chance
  /** Told of each entry that was taken. */
  published(entry: BusEntry): void
}

/** The chain's bus and its partner bus: rules as the manifests have them, each to its service's queue. */
export interface SimulatedBus extends EventBus {
  /** A partner puts an event on the partner bus. */
  putByPartner(partnerId: string, type: string, detail: unknown): void
}

const takesPartner = (service: Service<CampusContext>, type: string): boolean =>
  service.partnerSubscriptions.some(({ contract }) => contract.name === type)

const takes = (service: Service<CampusContext>, { source, detailType }: BusEntry): boolean =>
  service.subscriptions.some(
    ({ contract }) =>
      contract.name === detailType && contract.publishers.some((publisher) => `crm.${publisher}` === source),
  )

/** @param setting services, their queues, and what goes wrong */
export function makeBus({ services, queues, weather, chance, published }: BusSetting): SimulatedBus {
  let count = 0
  const envelope = (source: string, type: string, detail: unknown): string => {
    count += 1
    return JSON.stringify({ id: `bus-${count}`, source, 'detail-type': type, detail })
  }
  const take = (entry: BusEntry): EntryResult => {
    published(entry)
    const body = envelope(entry.source, entry.detailType, JSON.parse(entry.detail))
    for (const service of services) if (takes(service, entry)) queues.get(service.name)?.send(body)
    return { ok: true }
  }
  const refuse = (): EntryResult => ({ ok: false, code: 'InternalFailure' })
  return {
    async publish(entries) {
      const what = weather().bus()
      if (what === 'refused') throw new TableUnavailable('the bus is out')
      const results = entries.map((entry) => (what === 'someRefused' && chance().happens(0.4) ? refuse() : take(entry)))
      if (what === 'takenAnswerLost') throw new TableUnavailable('the answer of the bus is lost')
      return results
    },
    putByPartner(partnerId, type, detail) {
      const body = envelope(`partner.${partnerId}`, type, detail)
      for (const service of services) if (takesPartner(service, type)) queues.get(service.name)?.send(body)
    },
  }
}
