import { localDate } from '@tutelage/shared/kernel/instant.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hour, nthId } from '../testing/account-fixtures.ts'
import { fallsShownBy, type Grade, inOrder, isLargeFall, type Shown, shownByCorrection } from './grade.ts'

/** The n-th exam, on the n-th of March, with a score of 0 to 100. */
const grade = (n: number, score: number, fullMarks = 100): Grade => ({
  gradeId: nthId('grade', n),
  studentId: nthId('student', 1),
  subject: 'Maths',
  heldOn: localDate(`2026-03-${String(n).padStart(2, '0')}`),
  scoreHundredths: score * 100,
  fullMarksHundredths: fullMarks * 100,
  examName: `Exam ${n}`,
  recordedAt: hour(n),
})

test('E15: a fall of exactly the percentage of full marks is large, a hundredth of a mark less is not', () => {
  expect(isLargeFall(grade(1, 97), grade(2, 87), 10)).toBe(true)
  expect(isLargeFall(grade(1, 97), { ...grade(2, 87), scoreHundredths: 8_701 }, 10)).toBe(false)
  expect(isLargeFall(grade(1, 97), grade(2, 98), 10)).toBe(false)
})

test('E15: exams of different full marks are compared by their shares', () => {
  expect(isLargeFall(grade(1, 135, 150), grade(2, 80, 100), 10)).toBe(true)
  expect(isLargeFall(grade(1, 135, 150), grade(2, 81, 100), 10)).toBe(false)
})

test('E15: of three exams the middle one, recorded last, is compared with both', () => {
  const [first, middle, last] = [grade(1, 97), grade(2, 95), grade(3, 80)]
  expect(fallsShownBy([first], last, 10)).toEqual([{ grade: last, previous: first }])
  const untold = { ...last, fellFrom: undefined }
  expect(fallsShownBy([first, untold], middle, 10)).toEqual([{ grade: untold, previous: middle }])
  const told = { ...last, fellFrom: first.gradeId }
  expect(fallsShownBy([first, told], middle, 10)).toEqual([])
  expect(fallsShownBy([first, told], { ...middle, scoreHundredths: 3_200 }, 10)).toHaveLength(1)
})

/** Records grades one after another; what each was told to have fallen from. */
function record(recorded: readonly Grade[], fallPercent: number) {
  let known: readonly Grade[] = []
  let told = 0
  for (const each of recorded) {
    const falls = fallsShownBy(known, each, fallPercent)
    told += falls.length
    const previousOf = new Map(falls.map(({ grade: fallen, previous }) => [fallen.gradeId, previous.gradeId]))
    known = [...known, each].map((one) => ({ ...one, fellFrom: previousOf.get(one.gradeId) ?? one.fellFrom }))
  }
  return { known: inOrder(known), told }
}

test('E15: in whatever order grades are recorded, every large fall is told, and no grade twice', () => {
  const exams = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(exams, fc.integer({ min: 1, max: 100 }), fc.infiniteStream(fc.nat()), (scores, fallPercent, chance) => {
      const grades = scores.map((score, at) => grade(at + 1, score))
      const shuffled = grades
        .map((each) => ({ each, at: chance.next().value ?? 0 }))
        .sort((a, b) => a.at - b.at)
        .map(({ each }) => each)
      const { known, told } = record(shuffled, fallPercent)
      for (const [at, each] of known.entries()) {
        const before = known[at - 1]
        if (before && isLargeFall(before, each, fallPercent)) expect(each.fellFrom).toBeDefined()
      }
      expect(told).toBe(known.filter(({ fellFrom }) => fellFrom).length)
    }),
  )
})

/** The grades as they are kept once it was told what one of them shows. */
function after(known: readonly Grade[], { falls, withdrawn }: Shown): readonly Grade[] {
  const previousOf = new Map(falls.map(({ grade: fallen, previous }) => [fallen.gradeId, previous.gradeId]))
  const upright = new Set(withdrawn.map(({ gradeId }) => gradeId))
  return known.map((one) => ({
    ...one,
    fellFrom: previousOf.get(one.gradeId) ?? (upright.has(one.gradeId) ? undefined : one.fellFrom),
  }))
}

test('E15: in whatever order grades are recorded and corrected, every large fall is told, and what is told is one', () => {
  const mark = fc.integer({ min: 0, max: 100 })
  const recorded = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 31 }), mark), {
    ...{ minLength: 1, maxLength: 6 },
    selector: ([day]) => day,
  })
  const corrections = fc.array(fc.tuple(fc.nat(), mark), { maxLength: 6 })
  fc.assert(
    fc.property(recorded, corrections, fc.integer({ min: 1, max: 60 }), (scores, corrected, fallPercent) => {
      let { known } = record(
        scores.map(([day, score]) => grade(day, score)),
        fallPercent,
      )
      for (const [chance, score] of corrected) {
        const at = chance % known.length
        const now = known.map((each, n) => (n === at ? { ...each, scoreHundredths: score * 100 } : each))
        const changed = now[at]
        if (!changed) throw new Error('at is within')
        const others = now.filter((each) => each !== changed)
        known = after(now, shownByCorrection(others, changed, fallPercent))
      }
      for (const [at, each] of known.entries()) {
        const before = known[at - 1]
        const isFall = before !== undefined && isLargeFall(before, each, fallPercent)
        const told = known.find(({ gradeId }) => gradeId === each.fellFrom)
        if (isFall) expect(told).toBeDefined()
        if (told && !isFall) expect(isLargeFall(told, each, fallPercent)).toBe(true)
      }
    }),
    { numRuns: 1_000 },
  )
})
