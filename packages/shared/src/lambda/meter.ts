import type { Ports } from '../data/attempt.ts'

/** Where in CloudWatch the figures stand. */
export const metricNamespace = 'Tutelage'

/** What is counted, by the service of a stage. */
export type Counted =
  | 'Requests'
  | 'Refusals'
  | 'Conflicts'
  | 'Defects'
  | 'EventsHandled'
  | 'EventsFailed'
  | 'EventsRefused'
  | 'PartnerEventsQuarantined'
  | 'RelayPublished'
  | 'RelayFailed'
  | 'JobsRun'
  | 'JobsFailed'

/** Counts what happened; figures only. */
export interface Meter {
  count(what: Counted, times?: number): void
  /** Writes what was counted since the last flush; called once at the end of each invocation. */
  flush(): void
}

/** What a handler runs on: the ports of its use cases, and where it counts. */
export interface MeteredPorts extends Ports {
  readonly meter?: Meter
}

/** Counts nowhere. */
export const noMeter: Meter = { count: () => undefined, flush: () => undefined }
