import { expect, test } from 'vitest'
import { april, paidMarch } from '../testing/paid-march.ts'

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
  await at.correct(first, li.studentId, 'late')
  expect(await pay('2026-03')).toMatchObject({ lessonsMinor: 15_000, allowancesMinor: 3_500 })
  await at.correct(first, li.studentId, 'leave')
  expect(await pay('2026-03')).toMatchObject({ lessonsMinor: 0, allowancesMinor: 0, totalMinor: 0 })
})

test('E17: a statement is a table, too, for those who may see it', async () => {
  const { at, first, monthEnds } = await paidMarch({ kind: 'reward' })
  await monthEnds(april)
  const path = '/teachers/stf_teacher/pay.csv?month=2026-03'
  const { status, headers, text } = await at.get(`${path}&language=en`, { role: 'teacher', id: 'stf_teacher' })
  expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
  const rows = text.split('\r\n').map((row) => row.split(','))
  expect(rows[0]?.slice(0, 4)).toEqual(['\uFEFFTeacher', 'Month', 'For', 'Lesson'])
  expect(rows.slice(1, -1).map((row) => [row[2], row[3], row.at(-1)])).toEqual([
    ['Base pay', '', '50000'],
    ['Lesson', first, '15000'],
    ['Allowance', first, '2000'],
    ['Total', '', '67000'],
  ])
  expect((await at.get(path, { role: 'teacher', id: 'stf_other' })).status).toBe(403)
  expect((await at.get('/teachers/stf_teacher/base-pay', { role: 'teacher', id: 'stf_other' })).status).toBe(403)
})
