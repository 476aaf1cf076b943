import { instant } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'
import { april, may, paidMarch } from '../testing/paid-march.ts'

test('E17: base pay is posted once a month is over, and once only', async () => {
  const { at, monthEnds, pay } = await paidMarch()
  expect(await pay('2026-03')).toMatchObject({ baseMinor: 0, lessonsMinor: 15_000, totalMinor: 15_000 })
  await monthEnds(april)
  await at.runDaily('post-base-pay')
  at.clock.set('2026-04-02T00:00:00Z')
  await at.runDaily('post-base-pay')
  expect(await pay('2026-03')).toMatchObject({
    ...{ status: 'open', baseMinor: 50_000, lessonsMinor: 15_000, totalMinor: 65_000 },
    entries: [{ kind: 'base', amountMinor: 50_000 }, { kind: 'lesson' }],
  })
  expect(await pay('2026-04')).toMatchObject({ baseMinor: 0, entries: [] })
})

test('E17: base pay is that of the latest month from which one is valid, and its history tells who set it', async () => {
  const { at, monthEnds, pay } = await paidMarch()
  await at.post('/teachers/stf_teacher/base-pay', { validFrom: '2026-04', amountMinor: 60_000 }, { as: 'finance' })
  await at.post('/teachers/stf_teacher/base-pay', { validFrom: '2026-03', amountMinor: 51_000 })
  await monthEnds(april)
  expect(await pay('2026-03')).toMatchObject({ baseMinor: 51_000 })
  await monthEnds(may)
  expect(await pay('2026-04')).toMatchObject({ baseMinor: 60_000 })
  const { body } = await at.get('/teachers/stf_teacher/base-pay')
  expect(body).toMatchObject({
    amountMinor: 60_000,
    changes: [
      { validFrom: '2026-03', amountMinor: 50_000 },
      { validFrom: '2026-04', changedBy: { kind: 'finance' } },
      { validFrom: '2026-03', amountMinor: 51_000, changedBy: { kind: 'principal' } },
    ],
  })
  const late = await at.post('/teachers/stf_teacher/base-pay', { validFrom: '2026-04', amountMinor: 1 })
  expect(late).toMatchObject({ status: 422, body: { type: problem('monthIsOver') } })
})

test('E17: the base pay of months that a job missed is posted for each of them', async () => {
  const { monthEnds, pay } = await paidMarch()
  await monthEnds(april)
  await monthEnds(instant('2026-06-30T18:30:00Z'))
  for (const month of ['2026-03', '2026-04', '2026-05', '2026-06']) {
    expect(await pay(month)).toMatchObject({ baseMinor: 50_000 })
  }
})

test('E17: more teachers than one page holds get their base pay', async () => {
  const at = await enrollmentBench()
  const teachers = Array.from({ length: 90 }, (_, n) => `stf_teacher-${n}`)
  for (const each of teachers) {
    await at.post(`/teachers/${each}/base-pay`, { validFrom: '2026-03', amountMinor: 70_000 })
  }
  at.clock.set(april)
  await at.runDaily('post-base-pay')
  const { body } = await at.get('/pay-months/2026-03/teachers?limit=50')
  const { body: rest } = await at.get(`/pay-months/2026-03/teachers?limit=50&cursor=${body.nextCursor}`)
  const paid = [...body.items, ...rest.items]
  expect(paid.map(({ teacherId }) => teacherId).sort()).toEqual(teachers.sort())
  expect(new Set(paid.map(({ totalMinor }) => totalMinor))).toEqual(new Set([70_000]))
})
