import { dangerPolicy } from '@tutelage/shared/contracts/loyalty/policies.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayAt } from '../testing/sample-events.ts'
import { named } from '../testing/service-bench.ts'
import { assess, mergedSignal, type Signal } from './signal.ts'

const policy = dangerPolicy.schema().parse({})
const student = { studentId: named('student', 'li') }
const { studentId } = student

const absence = (n: number, counts = true): Signal => ({
  kind: 'absence',
  evidence: `les_${n}`,
  at: dayAt(n),
  sourceVersion: 1,
  studentId,
  counts,
})
const grade = (n: number): Signal => ({
  kind: 'gradeFell',
  evidence: `grd_${n}`,
  at: dayAt(n),
  sourceVersion: 1,
  studentId,
})
type Complaint = Extract<Signal, { kind: 'complaint' }>
const complaint = (n: number, told: Partial<Complaint> = {}): Complaint => ({
  kind: 'complaint',
  evidence: 'cmp_1',
  at: dayAt(n),
  sourceVersion: 1,
  counts: true,
  severity: 'normal',
  ...told,
})
const reasonsOf = (...signals: readonly Signal[]) =>
  assess(signals, student, policy).reasons.map(({ reason }) => reason)

test('Y14: three absences count when the last is less than thirty days after the first', () => {
  expect(reasonsOf(absence(0), absence(10), absence(29))).toEqual(['frequentAbsence'])
  expect(reasonsOf(absence(0), absence(10), absence(30))).toEqual([])
  expect(reasonsOf(absence(0), absence(10), absence(20, false))).toEqual([])
})

test('Y14: the evidence of frequent absence is every absence of a run, and none beside it', () => {
  const signals = [0, 40, 45, 50, 55, 86].map((n) => absence(n))
  expect(assess(signals, student, policy).reasons).toEqual([
    { reason: 'frequentAbsence', evidence: [40, 45, 50, 55].map((n) => `les_${n}`) },
  ])
})

test('Y14: signals much older than the latest count no more', () => {
  expect(reasonsOf(grade(0), complaint(89))).toEqual(['gradeFell', 'complaint'])
  expect(reasonsOf(grade(0), complaint(90))).toEqual(['complaint'])
})

test('Y14: a major complaint is enough alone only where the campus says so', () => {
  const major = [complaint(1, { severity: 'major' })]
  expect(assess(major, student, policy).endangered).toBe(true)
  expect(assess(major, student, { ...policy, majorComplaintAlone: false }).endangered).toBe(false)
  expect(assess([complaint(1)], student, policy).endangered).toBe(false)
})

test('Y14: what was settled counts no more, what came after does', () => {
  const settled = { ...student, settledUntil: dayAt(5) }
  expect(assess([grade(5), complaint(6)], settled, policy).reasons).toEqual([
    { reason: 'complaint', evidence: ['cmp_1'] },
  ])
})

test('Y14: the words of one complaint make the same signal in any order', () => {
  const filed = complaint(2, { severity: 'major', studentId })
  const resolved = complaint(4, { sourceVersion: 2, counts: false, severity: undefined })
  const reopened = complaint(80, { sourceVersion: 3, severity: undefined })
  const merged = (words: readonly Signal[]) =>
    words.reduce<Signal | undefined>((known, heard) => mergedSignal(known, heard), undefined)
  fc.assert(
    fc.property(fc.shuffledSubarray([filed, resolved, reopened, filed], { minLength: 4 }), (words) => {
      const expected = { severity: 'major', studentId, counts: true, at: dayAt(80), sourceVersion: 3 }
      expect(merged(words)).toMatchObject(expected)
    }),
  )
  expect(merged([resolved, filed])).toMatchObject({ severity: 'major', counts: false })
})

test('F1, Y14: a complaint that was settled on the spot, filed and resolved at once, does not count', () => {
  const filed = complaint(2)
  const resolved = complaint(2, { counts: false, severity: undefined })
  for (const [first, second] of [
    [filed, resolved],
    [resolved, filed],
  ] as const) {
    expect(mergedSignal(first, second)).toMatchObject({ counts: false, severity: 'normal' })
  }
})
