import { instant } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'

test('E14: every class of every term whose census date has come is counted in one night, and no class of another term', async () => {
  const at = await enrollmentBench()
  const first = await at.classGroup()
  const classes = [
    first,
    await at.classGroup({ termId: first.termId, courseId: first.courseId }),
    await at.classGroup(),
  ]
  const title = { 'zh-CN': '夏', en: 'Summer' }
  const { termId } = (await at.post('/terms', { title, startsOn: '2026-06-01', endsOn: '2026-08-31' })).body
  const later = await at.classGroup({ termId })
  for (const [n, { classGroupId }] of [...classes, later].entries()) {
    await at.enrolled(classGroupId, n + 1, { paidMinor: 0, centihours: 200 })
  }
  at.clock.set(instant('2026-05-03T15:40:00Z'))
  await at.runDaily('take-census')
  for (const { classGroupId } of classes) {
    expect((await at.get(`/class-groups/${classGroupId}/renewals`)).body).toMatchObject({ counted: 1 })
  }
  expect((await at.get(`/class-groups/${later.classGroupId}/renewals`)).body.type).toBe(problem('censusNotTaken'))
})
