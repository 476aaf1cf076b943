import type { Counted, Meter } from './meter.ts'

/** What was counted, as one line in CloudWatch's embedded metric format: a metric of the namespace for each. */
function metricsLine(service: string, counts: ReadonlyMap<Counted, number>, at: number): string {
  const Metrics = [...counts.keys()].map((Name) => ({ Name, Unit: 'Count' }))
  const CloudWatchMetrics = [{ Namespace: 'Tutelage', Dimensions: [['service']], Metrics }]
  return JSON.stringify({ _aws: { Timestamp: at, CloudWatchMetrics }, service, ...Object.fromEntries(counts) })
}

/**
 * Metrics that CloudWatch takes from the function's log: one line per flush, none where nothing was counted.
 * @param write where the line goes
 */
export function embeddedMeter(
  service: string,
  write: (line: string) => unknown = (line) => process.stdout.write(`${line}\n`),
): Meter {
  const counts = new Map<Counted, number>()
  return {
    count(what, times = 1) {
      if (times > 0) counts.set(what, (counts.get(what) ?? 0) + times)
    },
    flush() {
      if (counts.size === 0) return
      write(metricsLine(service, counts, Date.now()))
      counts.clear()
    },
  }
}
