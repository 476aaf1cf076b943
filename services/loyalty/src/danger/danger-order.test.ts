import type { DomainEvent } from '@tutelage/shared/contracts/define-event.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  answeredBadly,
  complained,
  corrected,
  dayAt,
  enrolled,
  fell,
  missed,
  regraded,
  reopened,
  settledComplaint,
} from '../testing/sample-events.ts'
import { interleaved, replayed, testService } from '../testing/service-bench.ts'

const student = fc.constantFrom('li', 'mei')
const day = fc.nat(40)

/** What happens to one lesson, grade, survey or complaint: all of it, in the order in which it happened. */
const happening: fc.Arbitrary<readonly DomainEvent[]> = fc.oneof(
  fc
    .tuple(day, student, fc.nat(3))
    .map(([n, who, corrections]) => [
      missed(n, 'absent', who),
      ...Array.from({ length: corrections }, (_, at) =>
        at % 2 === 0
          ? corrected(n, { before: 'absent', after: 'leave', version: at + 2, student: who })
          : corrected(n, { before: 'leave', after: 'absent', version: at + 2, student: who }),
      ),
    ]),
  fc
    .tuple(day, student, fc.nat(3))
    .map(([n, who, corrections]) => [
      fell(n, who),
      ...Array.from({ length: corrections }, (_, at) =>
        at % 2 === 0 ? regraded(n, { version: at + 2, student: who }) : fell(n, who, at + 2),
      ),
    ]),
  fc.tuple(day, student).map(([n, who]) => [answeredBadly(n, who)]),
  fc
    .tuple(day, fc.constantFrom('normal' as const, 'major' as const), fc.option(student, { nil: undefined }), fc.nat(2))
    .map(([n, severity, who, later]) => {
      const about = { name: `${severity} of day ${n} about ${who}`, ...(who && { student: who }) }
      const story = [complained(n, { ...about, severity }), settledComplaint(n + 1, about), reopened(n + 2, about)]
      return story.slice(0, later + 1)
    }),
)

/** A history without contradictions: each version of each aggregate once. */
const histories = fc
  .array(happening, { maxLength: 10 })
  .map((happenings) => [
    ...new Map(
      [enrolled('li', { manager: 'stf_one' }), enrolled('mei', { n: 2 }), ...happenings.flat()].map((event) => [
        `${event.meta.aggregateId} ${event.meta.aggregateVersion}`,
        event,
      ]),
    ).values(),
  ])

async function openAfter(events: readonly DomainEvent[]) {
  const at = await testService({ now: dayAt(60) })
  await at.deliver(...events)
  const { items } = JSON.parse(JSON.stringify(await at.answer('listDangers')))
  return items
    .map(({ dangerId, studentId, reasons, learningManagerId }: Record<string, unknown>) => ({
      dangerId,
      studentId,
      reasons,
      learningManagerId,
    }))
    .sort((a: { studentId: string }, b: { studentId: string }) => (a.studentId < b.studentId ? -1 : 1))
}

test('Y14: whatever the order and repetition of what is heard, the same families are endangered for the same reasons', async () => {
  const shuffled = histories.chain((events) =>
    fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }), fc.subarray(events)),
  )
  let endangered = 0
  await fc.assert(
    fc.asyncProperty(shuffled, async ([events, otherwise, twice]) => {
      const open = await openAfter(events)
      endangered += open.length
      expect(await openAfter([...otherwise, ...twice.map(replayed)])).toEqual(open)
    }),
    { numRuns: 120 },
  )
  expect(endangered).toBeGreaterThan(20)
})

test('Y14: wherever two signals meet, both count', async () => {
  for (let read = 1; read <= 6; read += 1) {
    const at = await testService({ now: dayAt(60) })
    await at.deliver(enrolled())
    await interleaved(at, read, { action: () => at.deliver(fell(3)), between: () => at.deliver(answeredBadly(4)) })
    const open = { items: [{ reasons: [{ reason: 'gradeFell' }, { reason: 'lowSatisfaction' }] }] }
    expect(await at.answer('listDangers'), `after read ${read}`).toMatchObject(open)
  }
})
