import { afterEach, expect, test, vi } from 'vitest'
import { metricNamespace } from './meter.ts'
import { powertoolsMeter } from './powertools-meter.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

/** The lines that a flush writes, parsed. */
function written(count: (meter: ReturnType<typeof powertoolsMeter>) => void): unknown[] {
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'tutelage-prod-leads')
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
  const meter = powertoolsMeter()
  count(meter)
  meter.flush()
  vi.restoreAllMocks()
  return lines.map((line) => JSON.parse(line))
}

test('what is counted stands under the name of the stage and service, where alarms look for it', () => {
  const lines = written((meter) => {
    meter.count('JobsFailed')
    meter.count('JobsFailed', 2)
  })
  expect(lines).toMatchObject([
    {
      _aws: { CloudWatchMetrics: [{ Namespace: metricNamespace, Dimensions: [['service']] }] },
      service: 'tutelage-prod-leads',
      JobsFailed: [1, 2],
    },
  ])
})

test('an invocation that counted nothing writes nothing', () => {
  expect(written((meter) => meter.count('RelayFailed', 0))).toEqual([])
})
