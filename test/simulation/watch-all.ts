import type { Cloud } from './cloud.ts'
import { watchEvents } from './event-watch.ts'
import { watchLedgers } from './ledger-watch.ts'

/** Everything that is watched in a run. */
export interface Overview {
  /** Looks at what only shows between steps. */
  afterStep(): void
  /** Looks at what must hold once everything has settled. */
  atRest(): void
}

/** Sets every watch on a cloud. */
export function watchAll(cloud: Cloud): Overview {
  const { witness } = cloud
  const ledgers = watchLedgers(witness)
  const events = watchEvents(witness)
  let heard = 0
  for (const { service, table } of cloud.deployed) {
    for (const watch of [ledgers.watch, events.watch]) table.onCommit((changes) => watch(service.name, changes))
  }
  const afterStep = (): void => {
    for (const entry of cloud.published.slice(heard)) events.heard(entry)
    heard = cloud.published.length
  }
  return {
    afterStep,
    atRest() {
      afterStep()
      for (const [eventId, { detailType }] of events.committed) {
        witness.expect(events.published.has(eventId), 'every committed event is published', detailType, eventId)
      }
    },
  }
}
