import { enrollmentLapsed } from '@tutelage/shared/contracts/enrollment/events.ts'
import { localDate } from '@tutelage/shared/kernel/instant.ts'
import { testBench } from '@tutelage/shared/testing/test-context.ts'
import { expect, test } from 'vitest'
import { nthId } from '../testing/account-fixtures.ts'
import type { CountedStudent } from './renewal.ts'
import { tellRenewals } from './tell-renewals.ts'

const countedIn = (n: number): CountedStudent => ({
  ...{ termId: nthId('term', n), classGroupId: nthId('classGroup', n), courseId: nthId('course', n) },
  ...{ studentId: nthId('student', 1), householdId: nthId('household', 1), enrollmentId: nthId('enrollment', 1) },
  ...{ teacherId: nthId('staff', 1), termEndsOn: localDate('2026-05-31'), cutOffOn: localDate('2026-06-14') },
  outcome: { status: 'open' },
  ...{ renewalTold: false, lapseTold: false },
})

test('E14: an enrollment that is counted in two terms lapses in each, as two events', async () => {
  const at = testBench({ service: 'enrollment' })
  const context = at.context()
  const changes = [1, 2].map((n) => {
    const value = countedIn(n)
    const outcome = { status: 'lapsed' as const, lapsedAt: context.now }
    return { before: { value, version: 1 }, after: { ...value, outcome } }
  })
  for (const change of changes) {
    await at
      .context()
      .commit({ writes: [], events: tellRenewals(context, [change]).flatMap((told) => told.events), answer: null })
  }
  const events = at.eventsOf(enrollmentLapsed)
  expect(events.map(({ data }) => data.termId)).toEqual([nthId('term', 1), nthId('term', 2)])
  expect(new Set(events.map(({ meta }) => meta.eventId)).size).toBe(2)
})
