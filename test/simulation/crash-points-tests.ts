import { describe, expect, test } from 'vitest'
import { markLargeClass } from '../operations/enrollment/large-sheet.ts'
import { leaveManyClasses } from '../operations/enrollment/many-plan-classes.ts'
import { operations } from '../operations/registry.ts'
import { everyPoint, type Playable } from './crash-points.ts'
import { flows } from './crash-points-flows.ts'
import { readyOperation } from './crash-points-operations.ts'
import { readyFlow } from './crash-points-story.ts'

type Named = readonly [name: string, ready: () => Promise<Playable>]

/** Everything that is registered as an operation and is no mere read. */
const changing = operations.filter((one) => one.kind !== 'route' || one.contract.method !== 'GET')

/** These answer only, though they are no GET. */
const reads = [
  'enrollment: route quoteTuition',
  'enrollment: route previewTransfer',
  'enrollment: route quoteYearPlan',
  'enrollment: route findKnownNumbers',
]

const all: readonly Named[] = [
  ...Object.entries(flows).map(([name, flow]): Named => [`story: ${name}`, () => readyFlow(flow)]),
  ['enrollment: route markAttendance, more than a transaction', () => readyOperation(markLargeClass)],
  ['enrollment: route leaveYearPlan, more than a transaction', () => readyOperation(leaveManyClasses)],
  ...changing.map((one): Named => [`${one.service}: ${one.kind} ${one.name}`, () => readyOperation(one)]),
]

async function crashEverywhere(name: string, { play, calls, ends }: Playable): Promise<void> {
  expect(calls > 0, 'there is something to crash').toBe(!reads.includes(name))
  for (const point of everyPoint(calls)) {
    const { violations, events, items } = await play(point)
    expect({ point, violations }).toEqual({ point, violations: [] })
    const [calm, ...others] = ends
    const isOther = others.some((end) => JSON.stringify(end) === JSON.stringify({ events, items }))
    if (!isOther) expect({ point, events, items }).toEqual({ point, ...calm })
  }
}

/**
 * Tests a share of the flows: one file for each core.
 * @param share 0 for the first of so many
 */
export function testCrashPoints(share: number, shares: number): void {
  describe('a crash at any call, before or after it, repeated or delivered twice, leaves what a calm run leaves', () => {
    const own = all.filter((_, at) => at % shares === share)
    test.each(own)('%s', { timeout: 600_000 }, async (name, ready) => crashEverywhere(name, await ready()))
  })
}
