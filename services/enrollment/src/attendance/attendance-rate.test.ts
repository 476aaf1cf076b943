import { centihours } from '@tutelage/shared/kernel/centihours.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { nthId } from '../testing/account-fixtures.ts'
import { attendanceRate, countsAs } from './attendance-rate.ts'

const missed = { enrollmentId: nthId('enrollment', 1), lessonId: nthId('lesson', 1), centihours: centihours(200) }
const anyMark = fc.record({
  status: fc.constantFrom('attended', 'late', 'leave', 'absent', 'cancelledBySchool', 'makeUp'),
  makesUp: fc.constantFrom(undefined, missed),
})

test('E6: a rate is a share: what each mark counts for adds up to it', () => {
  fc.assert(
    fc.property(fc.array(anyMark), (marks) => {
      const { dueLessons, attendedLessons, rateBasisPoints } = attendanceRate(marks)
      const counted = marks.map(countsAs)
      expect(attendedLessons).toBe(counted.filter((each) => each === 'attended').length)
      expect(dueLessons - attendedLessons).toBe(counted.filter((each) => each === 'missed').length)
      expect(rateBasisPoints ?? 0).toBeLessThanOrEqual(10_000)
      expect(rateBasisPoints === undefined).toBe(dueLessons === 0)
    }),
  )
})

test('E6: who makes another lesson up was not due here', () => {
  expect(countsAs({ status: 'attended', makesUp: missed })).toBe('notDue')
  expect(countsAs({ status: 'late' })).toBe('attended')
  expect(countsAs({ status: 'leave' })).toBe('missed')
  expect(countsAs({ status: 'cancelledBySchool' })).toBe('notDue')
})
