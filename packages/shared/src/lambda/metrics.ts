import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'

/** What is counted, in the namespace `Tutelage` by service. */
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

/** Counts nowhere. */
export const noMeter: Meter = { count: () => undefined, flush: () => undefined }

/** Powertools' metrics: one line in CloudWatch's embedded metric format per flush. */
export function powertoolsMeter(serviceName: string): Meter {
  const metrics = new Metrics({ namespace: 'Tutelage', serviceName })
  return {
    count(what, times = 1) {
      if (times > 0) metrics.addMetric(what, MetricUnit.Count, times)
    },
    flush() {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics()
    },
  }
}
