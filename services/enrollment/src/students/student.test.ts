import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { nthId } from '../testing/account-fixtures.ts'
import { afterBeingMerged, afterCapture, afterMerge, type Captured, type Student } from './student.ts'

type Told =
  | { readonly kind: 'captured'; readonly of: Captured }
  | { readonly kind: 'merged'; readonly survivor: Captured; readonly merged: Captured }

const person = (n: number): Captured => ({
  studentId: nthId('student', n),
  householdId: nthId('household', n),
  leadId: nthId('lead', n),
})

/** Every student after all that was told. */
function keep(told: readonly Told[]): ReadonlyMap<string, Student> {
  const students = new Map<string, Student>()
  for (const fact of told) {
    const of = fact.kind === 'captured' ? fact.of : fact.survivor
    const known = students.get(of.studentId)
    if (fact.kind === 'captured') students.set(of.studentId, afterCapture(known, of))
    else {
      students.set(of.studentId, afterMerge(known, of, fact.merged))
      const merged = students.get(fact.merged.studentId)
      students.set(fact.merged.studentId, afterBeingMerged(merged, fact.merged, of.studentId))
    }
  }
  return new Map([...students].sort())
}

const story: readonly Told[] = [
  { kind: 'captured', of: person(1) },
  { kind: 'captured', of: person(2) },
  { kind: 'captured', of: person(3) },
  { kind: 'merged', survivor: person(1), merged: person(2) },
  { kind: 'merged', survivor: person(3), merged: person(1) },
]

test('L3: captures and merges told in any order and twice give the same students', () => {
  const expected = keep(story)
  fc.assert(
    fc.property(fc.shuffledSubarray([...story, ...story], { minLength: 10 }), (told) => {
      expect(keep(told)).toEqual(expected)
    }),
  )
  expect(expected.get(nthId('student', 2))?.mergedInto).toBe(nthId('student', 1))
  expect(expected.get(nthId('student', 1))?.mergedInto).toBe(nthId('student', 3))
})

test('L3: when two leads of one student were merged, what is told later of the merged one changes nothing', () => {
  const survivor = { ...person(1), leadId: nthId('lead', 7) }
  const merged = afterMerge(afterCapture(undefined, person(1)), survivor, person(1))
  expect(merged.leadId).toBe(nthId('lead', 7))
  expect(afterCapture(merged, person(1))).toEqual(merged)
})
