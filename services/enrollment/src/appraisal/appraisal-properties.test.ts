import { appraisalFactors, appraisalPolicy } from '@tutelage/shared/contracts/enrollment/policies.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { type AppraisalFacts, appraise } from './appraisal.ts'

const nothing: AppraisalFacts = {
  ...{ months: 3, markedLessons: 0, givenLessons: 0, onTimeLessons: 0, dueStudents: 0, presentStudents: 0 },
  ...{ countedStudents: 0, naturalEnds: 0, renewedStudents: 0, promotedStudents: 0 },
  ...{ comparedStudents: 0, sumOfChangesBasisPoints: 0, recordedCertificates: 0, validCertificates: 0 },
}

/** A part of a number, and a part of that; often nothing is known. */
const nested = fc.oneof(
  fc.constant<readonly [number, number, number]>([0, 0, 0]),
  fc.tuple(fc.nat(300), fc.nat(300), fc.nat(300)).map((numbers): readonly [number, number, number] => {
    const [a = 0, b = 0, c = 0] = [...numbers].sort((one, other) => other - one)
    return [a, b, c]
  }),
)

const facts: fc.Arbitrary<AppraisalFacts> = fc
  .record({
    ...{ months: fc.integer({ min: 1, max: 12 }), lessons: nested, students: nested, counted: nested, held: nested },
    exams: fc.record({
      compared: fc.oneof(fc.constant(0), fc.nat(100)),
      change: fc.integer({ min: -10_000, max: 10_000 }),
    }),
  })
  .map(({ months, lessons, students, counted, held, exams }) => ({
    months,
    ...{ markedLessons: lessons[0], givenLessons: lessons[1], onTimeLessons: lessons[2] },
    ...{ dueStudents: students[0], presentStudents: students[1] },
    ...{ countedStudents: counted[0], naturalEnds: counted[2], renewedStudents: counted[1] - counted[2] },
    promotedStudents: Math.floor((counted[1] - counted[2]) / 2),
    ...{ comparedStudents: exams.compared, sumOfChangesBasisPoints: exams.change * exams.compared },
    ...{ recordedCertificates: held[0], validCertificates: held[1] },
  }))

const schema = appraisalPolicy.schema()
const weights = fc.record(
  Object.fromEntries(appraisalFactors.map((factor) => [factor, fc.constantFrom(0, 1, 5, 20, 100)])),
)
const policy = weights.map((some) => schema.safeParse({ weights: some }))

test('E17: every score is a share, and the whole is between the least and the greatest of them', () => {
  fc.assert(
    fc.property(facts, policy, (known, parsed) => {
      fc.pre(parsed.success)
      const { factors, leftOut, score } = appraise(known, parsed.data)
      expect([...factors, ...leftOut].map(({ factor }) => factor).sort()).toEqual([...appraisalFactors].sort())
      const scores = factors.map(({ scoreBasisPoints }) => scoreBasisPoints)
      for (const each of scores)
        expect(each).toSatisfy((one: number) => Number.isInteger(one) && one >= 0 && one <= 10_000)
      if (score.status === 'notScored') return
      expect(score.scoreBasisPoints).toBeGreaterThanOrEqual(Math.min(...scores))
      expect(score.scoreBasisPoints).toBeLessThanOrEqual(Math.max(...scores))
    }),
  )
})

test('E17: there is a score when, and only when, something but churn is known and counts', () => {
  fc.assert(
    fc.property(facts, policy, (known, parsed) => {
      fc.pre(parsed.success)
      const { factors, score } = appraise(known, parsed.data)
      const others = factors.filter(({ factor }) => factor !== 'renewal')
      expect(score.status).toBe(others.length > 0 ? 'scored' : 'notScored')
      if (score.status === 'notScored') expect(score.reason).toBe(factors.length > 0 ? 'churnAlone' : 'noData')
    }),
    { numRuns: 2_000 },
  )
})

test('E17: no policy lets churn count alone', () => {
  fc.assert(
    fc.property(weights, (some) => {
      const isAlone = appraisalFactors.every((factor) => factor === 'renewal' || some[factor] === 0)
      expect(z.safeParse(schema, { weights: some }).success).toBe(!isAlone)
    }),
  )
})

test('E17: what churn says never decides alone: with nothing else known there is no score', () => {
  const churn = { ...nothing, countedStudents: 20, naturalEnds: 2, renewedStudents: 9 }
  const policyOfNone = schema.parse({})
  expect(appraise(churn, { ...policyOfNone, weights: { ...policyOfNone.weights, promotion: 0 } })).toMatchObject({
    factors: [{ factor: 'renewal', scoreBasisPoints: 5_000 }],
    score: { status: 'notScored', reason: 'churnAlone' },
  })
  expect(appraise(nothing, policyOfNone)).toMatchObject({ factors: [], score: { reason: 'noData' } })
})

test('E17: exams that go down as much as they go up are half, and no more than all', () => {
  const exams = (comparedStudents: number, sumOfChangesBasisPoints: number) =>
    appraise({ ...nothing, comparedStudents, sumOfChangesBasisPoints }, schema.parse({})).factors[0]?.scoreBasisPoints
  expect([exams(4, 0), exams(4, 4_000), exams(4, -30_000), exams(1, 9_000)]).toEqual([5_000, 6_000, 0, 10_000])
})
