import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import { type Meter, metricNamespace } from './meter.ts'

/**
 * Powertools' metrics: one line in CloudWatch's embedded metric format per flush. Their dimension `service` is the
 * environment's POWERTOOLS_SERVICE_NAME, `tutelage-<stage>-<service>`: an account may hold several stages.
 */
export function powertoolsMeter(): Meter {
  const metrics = new Metrics({ namespace: metricNamespace })
  return {
    count(what, times = 1) {
      if (times > 0) metrics.addMetric(what, MetricUnit.Count, times)
    },
    flush() {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics()
    },
  }
}
