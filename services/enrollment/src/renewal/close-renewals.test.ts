import { enrollmentLapsed } from '@tutelage/shared/contracts/enrollment/events.ts'
import { instant } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { nthId } from '../testing/account-fixtures.ts'
import { enrollmentBench } from '../testing/enrollment-bench.ts'

const censusNight = instant('2026-05-03T15:40:00Z')
const afterCutOff = instant('2026-06-14T22:00:00Z')

test('E14: a census closes however many classes its students have, one of them in more than a commit holds; each lapse is told once', async () => {
  const at = await enrollmentBench()
  const { classGroupId, termId } = await at.classGroup()
  const more = async (count: number, from: number) => {
    const ids: string[] = []
    for (let n = from; n < from + count; n += 1) {
      ids.push((await at.classGroup({ termId, teacherId: nthId('staff', n) })).classGroupId)
    }
    return ids
  }
  const shared = [classGroupId, ...(await more(3, 0))]
  const unpaid = { paidMinor: 0, centihours: 200 }
  for (let n = 1; n <= 12; n += 1) for (const id of shared) await at.enrolled(id, n, unpaid)
  for (const id of await more(16, 3)) await at.enrolled(id, 1, unpaid)
  at.clock.set(censusNight)
  for (let run = 0; run < 2; run += 1) await at.runDaily('take-census')
  const figures = async () => (await at.get(`/terms/${termId}/renewals`)).body
  expect(await figures()).toMatchObject({ counted: 64, open: 64 })
  at.clock.set(afterCutOff)
  await at.runDaily('close-renewals')
  expect(await figures()).toMatchObject({ counted: 64, lapsed: 64, open: 0 })
  expect(at.eventsOf(enrollmentLapsed)).toHaveLength(12)
  expect(at.table.all().find(({ entity }) => entity === 'census')).toMatchObject({ status: 'closed' })
  expect(at.table.all().filter(({ entity }) => entity === 'renewalWork')).toEqual([])
})
