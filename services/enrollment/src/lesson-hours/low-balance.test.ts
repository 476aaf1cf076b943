import { balanceRanLow } from '@tutelage/shared/contracts/enrollment/events.ts'
import { expect, test } from 'vitest'
import { enrollmentBench, evening } from '../testing/enrollment-bench.ts'

test('E8: the family is reminded once when few hours are left, and again after a top-up', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup()
  const lessons = await at.lessons(classGroupId, 4)
  const { studentId, enrollmentId } = await at.enrolled(classGroupId, 1, { centihours: 2_000, paidMinor: 140_000 })
  at.clock.set(evening(4))
  const mark = (n: number) => at.mark(lessons[n] ?? '', { [studentId]: 'attended' })
  await mark(0)
  expect(at.eventsOf(balanceRanLow)).toEqual([])
  await mark(1)
  await mark(2)
  expect(at.eventsOf(balanceRanLow)).toMatchObject([{ data: { remainingCentihours: 300, thresholdCentihours: 500 } }])
  await at.pay(enrollmentId, 20_000)
  await mark(3)
  expect(at.eventsOf(balanceRanLow)).toHaveLength(2)
  const reminders = at.events().filter(({ data }) => JSON.stringify(data).includes('"template":"balanceRanLow"'))
  expect(reminders).toHaveLength(2)
})
