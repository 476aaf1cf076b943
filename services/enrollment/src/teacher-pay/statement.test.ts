import { expect, test } from 'vitest'
import { paidMarch } from '../testing/paid-march.ts'

test('E17: a reward course pays an allowance beside the rate, by the policy of the campus, on its own line', async () => {
  const { at, first, li, pay } = await paidMarch({ kind: 'reward' })
  expect(await pay('2026-03')).toMatchObject({
    ...{ lessonsMinor: 15_000, allowancesMinor: 2_000, totalMinor: 17_000 },
    entries: [
      { kind: 'lesson', lessonId: first, amountMinor: 15_000 },
      { kind: 'allowance', lessonId: first, amountMinor: 2_000 },
    ],
  })
  await at.put('/policies/teacher-pay', { rewardAllowanceMinor: 3_500 })
  // A correction that leaves the teacher their pay leaves it as it was earned.
  await at.correct(first, li.studentId, 'late')
  expect(await pay('2026-03')).toMatchObject({ lessonsMinor: 15_000, allowancesMinor: 2_000 })
  await at.correct(first, li.studentId, 'leave')
  expect(await pay('2026-03')).toMatchObject({ lessonsMinor: 0, allowancesMinor: 0, totalMinor: 0 })
})

test('E17: teachers see neither the statement nor the base pay of others', async () => {
  const { at } = await paidMarch()
  const other = { role: 'teacher', id: 'stf_other' }
  expect((await at.get('/teachers/stf_teacher/pay?month=2026-03', other)).status).toBe(403)
  expect((await at.get('/teachers/stf_teacher/base-pay', other)).status).toBe(403)
})
