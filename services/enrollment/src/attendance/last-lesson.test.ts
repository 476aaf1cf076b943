import { balanceRanLow, courseCompleted } from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { expect, test } from 'vitest'
import { classOfTwo } from '../testing/class-of-two.ts'
import { enrollmentBench, evening, lessonAt } from '../testing/enrollment-bench.ts'

test('E6: a course ended with its last lesson, also when the sheet of an earlier one came after', async () => {
  const { at, first, second, li } = await classOfTwo({ lessonCount: 2 })
  at.clock.set(evening(2))
  await at.mark(second, { [li.studentId]: 'attended' })
  await at.mark(first, { [li.studentId]: 'attended' })
  const { endsAt } = lessonAt(1)
  expect(at.eventsOf(courseCompleted).map(({ data }) => data.completedAt)).toEqual([endsAt, endsAt])
})

test('E8: who completes the course needs no more hours: the last lesson reminds nobody', async () => {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({ lessonCount: 1 })
  const [lesson = ''] = await at.lessons(classGroupId, 1)
  const { studentId } = await at.enrolled(classGroupId, 1, { centihours: 500 })
  at.clock.set(evening(0))
  await at.mark(lesson, { [studentId]: 'attended' })
  expect(at.eventsOf(courseCompleted)).toHaveLength(1)
  expect(at.eventsOf(balanceRanLow)).toEqual([])
  expect(at.eventsOf(messageRequested).filter(({ data }) => data.template === 'balanceRanLow')).toEqual([])
})
