import { instant, localDate } from '@tutelage/shared/kernel/instant.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { nthId } from '../testing/account-fixtures.ts'
import { endBy, followTransfers, renewBy } from './judge-renewal.ts'
import { addTally, type CountedStudent, emptyTally, rateOf, tallyOf } from './renewal.ts'

const at = instant('2026-06-01T00:00:00Z')
const day = (n: number) => localDate(`2026-06-${String(n).padStart(2, '0')}`)

const counted = (n: number): CountedStudent => ({
  termId: nthId('term', 1),
  termEndsOn: localDate('2026-05-31'),
  cutOffOn: day(14),
  classGroupId: nthId('classGroup', 1),
  courseId: nthId('course', 1),
  teacherId: nthId('staff', 1),
  studentId: nthId('student', n),
  householdId: nthId('household', n),
  enrollmentId: nthId('enrollment', n),
  outcome: { status: 'open' },
  renewalTold: false,
  lapseTold: false,
})

const anyStep = fc.record({
  student: fc.nat(5),
  what: fc.constantFrom('promote', 'pay', 'graduate', 'end', 'refund', 'transfer'),
  on: fc.integer({ min: 1, max: 28 }),
})

function take(student: CountedStudent, { what, on }: { what: string; on: number }, n: number): CountedStudent {
  const next = nthId('enrollment', 100 + n)
  if (what === 'promote') return { ...student, promotion: { promotedAt: at, enrollmentId: next } }
  if (what === 'pay') return renewBy(student, { enrollmentId: next, spells: [{ from: day(on) }] })
  if (what === 'end' || what === 'refund') {
    return renewBy(student, { enrollmentId: next, spells: [{ from: day(1), undone: { on: day(on), by: what } }] })
  }
  if (what === 'transfer') {
    return followTransfers(student, { from: [student.enrollmentId], to: nthId('enrollment', 200 + n) })
  }
  const state = { status: 'terminated', terminatedAt: at, why: { kind: 'naturalEnd', reason: 'graduated' } } as const
  return endBy(student, { enrollmentId: student.enrollmentId, state })
}

test('E14: whatever happens, tallies kept change by change are those of the students, and the rate is their share', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
      const students = Array.from({ length: 6 }, (_, n) => counted(n))
      let tally = students.reduce((sum, each) => addTally(sum, tallyOf(each)), emptyTally)
      for (const step of steps) {
        const before = students[step.student] ?? counted(0)
        const after = take(before, step, step.student)
        tally = addTally(addTally(tally, tallyOf(after)), tallyOf(before), -1)
        students[step.student] = after
      }
      const of = (status: string) => students.filter(({ outcome }) => outcome.status === status)
      expect(tally).toMatchObject({ counted: 6, renewed: of('renewed').length, naturalEnds: of('naturalEnd').length })
      for (const { outcome, cutOffOn } of of('renewed')) {
        if (outcome.status === 'renewed') expect(outcome.renewedOn <= cutOffOn).toBe(true)
      }
      const left = 6 - of('naturalEnd').length
      const promoted = students.filter(({ promotion, outcome }) => promotion && outcome.status !== 'naturalEnd')
      expect(tally.promoted).toBe(promoted.length)
      expect(rateOf(tally, tally.promoted) ?? 0).toBeLessThanOrEqual(10_000)
      const rate = rateOf(tally, tally.renewed)
      if (left === 0) expect(rate).toBeUndefined()
      else expect(Math.abs((rate ?? -1) - (10_000 * of('renewed').length) / left)).toBeLessThanOrEqual(0.5)
    }),
  )
})
