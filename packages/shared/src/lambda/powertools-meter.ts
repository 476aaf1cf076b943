import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import type { Meter } from './meter.ts'

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
