import { expect, test } from 'vitest'
import { embeddedMeter } from './embedded-meter.ts'

function setUp() {
  const lines: unknown[] = []
  return { lines, meter: embeddedMeter('leads', (line) => lines.push(JSON.parse(line))) }
}

test('what was counted is one line in the embedded metric format', () => {
  const { lines, meter } = setUp()
  meter.count('Requests')
  meter.count('Requests', 2)
  meter.flush()
  const metrics = { Namespace: 'Tutelage', Dimensions: [['service']], Metrics: [{ Name: 'Requests', Unit: 'Count' }] }
  const envelope = { Timestamp: expect.any(Number), CloudWatchMetrics: [metrics] }
  expect(lines).toEqual([{ _aws: envelope, service: 'leads', Requests: 3 }])
})

test('nothing counted is nothing written, also after a flush', () => {
  const { lines, meter } = setUp()
  meter.count('RelayFailed', 0)
  meter.flush()
  meter.count('Defects')
  meter.flush()
  meter.flush()
  expect(lines).toHaveLength(1)
})
