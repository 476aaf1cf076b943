import type { AttendanceStatus } from '@tutelage/shared/contracts/enrollment/events.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { atCampus, type CommitmentBench, commitmentBench, type Marking } from '../testing/commitment-bench.ts'

const statusOf = fc.constantFrom<AttendanceStatus>('attended', 'late', 'leave', 'absent', 'absent')
const minute = (count: number): string => `02T${18 + Math.floor(count / 60)}:${String(count % 60).padStart(2, '0')}:00`

/** First marks and corrections of two lessons, minute after minute; a correction always changes something. */
const markings = fc.array(fc.tuple(fc.constantFrom(1, 2), statusOf), { minLength: 1, maxLength: 8 }).map((steps) => {
  const now = new Map<number, AttendanceStatus>()
  return steps.flatMap(([lesson, status], index): Marking[] => {
    const before = now.get(lesson)
    if (before === status) return []
    now.set(lesson, status)
    return [{ version: index + 1, lesson, status, at: minute(index * 20), ...(before && { before }) }]
  })
})

/** Two calls at most, at their minute of the evening. */
const callMinutes = fc.uniqueArray(fc.nat(330), { maxLength: 2 }).map((minutes) => minutes.sort((a, b) => a - b))

/** Where between the calls each delivery falls: 0 before the first, 2 after the last. Twice, so that each comes twice. */
const places = fc.array(fc.tuple(fc.nat(2), fc.nat(1_000)), { minLength: 16, maxLength: 16 })

/** Where the promises stand long after; the evidence by its moment, since the ids of the calls count on with each run. */
async function ended(bench: CommitmentBench) {
  bench.clock.set(atCampus('09T09:00:00'))
  await bench.runDue()
  const commitments = await bench.commitments()
  return commitments.map((commitment) => ({ ...commitment, evidence: 'evidence' in commitment }))
}

/** Every event once and in order, then every call. */
async function inOrder(marks: readonly Marking[], calls: readonly number[]) {
  const bench = await commitmentBench()
  for (const marking of marks) await bench.mark(marking)
  for (const call of calls) {
    bench.clock.set(atCampus(minute(call)))
    await bench.call()
  }
  return ended(bench)
}

/** Every event twice, shuffled, before, between and after the calls. */
async function shuffled(
  marks: readonly Marking[],
  calls: readonly number[],
  at: readonly (readonly [number, number])[],
) {
  const bench = await commitmentBench()
  const deliveries = [...marks, ...marks]
    .map((marking, index) => ({ marking, place: at[index]?.[0] ?? 0, rank: at[index]?.[1] ?? 0 }))
    .sort((a, b) => a.rank - b.rank)
  const deliver = async (place: number): Promise<void> => {
    for (const delivery of deliveries) if (delivery.place === place) await bench.mark(delivery.marking)
  }
  await deliver(0)
  for (const [index, call] of calls.entries()) {
    bench.clock.set(atCampus(minute(call)))
    await bench.call()
    await deliver(index + 1)
  }
  for (let place = calls.length + 1; place <= 2; place += 1) await deliver(place)
  return ended(bench)
}

test('F9: whatever order marks, corrections and calls come in, and however often, the promises end the same', async () => {
  await fc.assert(
    fc.asyncProperty(markings, callMinutes, places, async (marks, calls, at) => {
      expect(await shuffled(marks, calls, at)).toEqual(await inOrder(marks, calls))
    }),
    { numRuns: 150 },
  )
})

test('F9: a call and the news of the absence at the same moment never miss each other', async () => {
  for (let round = 0; round < 20; round += 1) {
    const bench = await commitmentBench()
    const mark = (lesson: number) => bench.mark({ version: 1, lesson, status: 'absent', at: '02T18:00:00' })
    await Promise.all([mark(1), bench.call(), mark(2)])
    expect((await bench.commitments()).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  }
})

test('F9: a call at the moment of the breach either keeps the promise or does not, never both', async () => {
  const bench = await commitmentBench()
  await bench.mark({ version: 1, status: 'absent', at: '02T18:00:00' })
  bench.clock.set(atCampus('03T00:00:00'))
  await Promise.all([bench.runDue(), bench.call()])
  expect(await bench.commitments()).toMatchObject([{ status: 'breached' }])
})
