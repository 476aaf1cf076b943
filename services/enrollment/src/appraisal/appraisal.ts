import {
  type AppraisalFactor,
  type AppraisalPolicy,
  appraisalFactors,
} from '@tutelage/shared/contracts/enrollment/policies.ts'
import { multiplyRatio } from '@tutelage/shared/kernel/money.ts'

/** What is known of a teacher's work in a period; counts only, so that each score can be worked out again by hand. */
export interface AppraisalFacts {
  readonly months: number
  /** Lessons in which the teacher was marked, was there, and was there in time. */
  readonly markedLessons: number
  readonly givenLessons: number
  readonly onTimeLessons: number
  /** In those lessons: students who were to come, and who did. */
  readonly dueStudents: number
  readonly presentStudents: number
  /** Of the terms whose renewals were closed: students of the teacher's classes on the census date, and what became of them. */
  readonly countedStudents: number
  readonly naturalEnds: number
  readonly renewedStudents: number
  readonly promotedStudents: number
  /** Students and subjects with two exams or more, and by how much all of them together rose from the first to the last. */
  readonly comparedStudents: number
  readonly sumOfChangesBasisPoints: number
  /** At the end of the period. */
  readonly recordedCertificates: number
  readonly validCertificates: number
}

/** One factor with what it comes of. */
interface AppraisedFactor {
  readonly factor: AppraisalFactor
  readonly formula: string
  readonly counts: Readonly<Record<string, number>>
  readonly scoreBasisPoints: number
  readonly weight: number
}

/** All factors, those that are left out, and the score, if there is one. */
export interface Appraisal {
  readonly factors: readonly AppraisedFactor[]
  readonly leftOut: readonly { readonly factor: AppraisalFactor; readonly reason: 'noData' | 'noWeight' }[]
  readonly score:
    | { readonly status: 'scored'; readonly scoreBasisPoints: number }
    | { readonly status: 'notScored'; readonly reason: 'noData' | 'churnAlone' }
}

const whole = 10_000
const between = (value: number): number => Math.min(whole, Math.max(0, value))

/** How a factor comes of the facts: its formula in the words of its counts, and the share; no share without data. */
interface Rule {
  readonly formula: string
  counts(facts: AppraisalFacts, policy: AppraisalPolicy): Readonly<Record<string, number>>
  /** Numerator and denominator of the score. */
  share(facts: AppraisalFacts, policy: AppraisalPolicy): readonly [number, number]
}

const stayed = ({ countedStudents, naturalEnds }: AppraisalFacts): number => countedStudents - naturalEnds
const fullLoad = ({ markedLessons, months }: AppraisalFacts, { fullLoadLessonsPerMonth }: AppraisalPolicy): number =>
  markedLessons > 0 ? months * fullLoadLessonsPerMonth : 0

const rules: Readonly<Record<AppraisalFactor, Rule>> = {
  studentAttendance: {
    formula: 'presentStudents ÷ dueStudents',
    counts: ({ dueStudents, presentStudents }) => ({ dueStudents, presentStudents }),
    share: ({ dueStudents, presentStudents }) => [presentStudents, dueStudents],
  },
  teacherAttendance: {
    formula: 'givenLessons ÷ markedLessons',
    counts: ({ markedLessons, givenLessons }) => ({ markedLessons, givenLessons }),
    share: ({ markedLessons, givenLessons }) => [givenLessons, markedLessons],
  },
  punctuality: {
    formula: 'onTimeLessons ÷ givenLessons',
    counts: ({ givenLessons, onTimeLessons }) => ({ givenLessons, onTimeLessons }),
    share: ({ givenLessons, onTimeLessons }) => [onTimeLessons, givenLessons],
  },
  lessonsGiven: {
    formula: 'givenLessons ÷ fullLoadLessons, at most 100%',
    counts: (facts, policy) => ({ givenLessons: facts.givenLessons, fullLoadLessons: fullLoad(facts, policy) }),
    share: (facts, policy) => [facts.givenLessons, fullLoad(facts, policy)],
  },
  renewal: {
    formula: 'renewedStudents ÷ (countedStudents − naturalEnds)',
    counts: ({ countedStudents, naturalEnds, renewedStudents }) => ({ countedStudents, naturalEnds, renewedStudents }),
    share: (facts) => [facts.renewedStudents, stayed(facts)],
  },
  promotion: {
    formula: 'promotedStudents ÷ (countedStudents − naturalEnds)',
    counts: ({ countedStudents, naturalEnds, promotedStudents }) => ({
      ...{ countedStudents, naturalEnds },
      promotedStudents,
    }),
    share: (facts) => [facts.promotedStudents, stayed(facts)],
  },
  examProgress: {
    formula: '50% + sumOfChangesBasisPoints ÷ comparedStudents, from 0% to 100%',
    counts: ({ comparedStudents, sumOfChangesBasisPoints }) => ({ comparedStudents, sumOfChangesBasisPoints }),
    share: ({ comparedStudents, sumOfChangesBasisPoints }) => [
      (whole / 2) * comparedStudents + sumOfChangesBasisPoints,
      comparedStudents * whole,
    ],
  },
  certificates: {
    formula: 'validCertificates ÷ recordedCertificates',
    counts: ({ recordedCertificates, validCertificates }) => ({ recordedCertificates, validCertificates }),
    share: ({ recordedCertificates, validCertificates }) => [validCertificates, recordedCertificates],
  },
}

/** The mean of the scores by their weights; none when nothing, or nothing but churn, is known. */
function scoreOf(factors: readonly AppraisedFactor[]): Appraisal['score'] {
  if (factors.length === 0) return { status: 'notScored', reason: 'noData' }
  if (factors.every(({ factor }) => factor === 'renewal')) return { status: 'notScored', reason: 'churnAlone' }
  const weighed = factors.reduce((sum, { scoreBasisPoints, weight }) => sum + scoreBasisPoints * weight, 0)
  const weights = factors.reduce((sum, { weight }) => sum + weight, 0)
  return { status: 'scored', scoreBasisPoints: multiplyRatio(1, weighed, weights) }
}

/**
 * The appraisal of a teacher by several factors, never by churn alone: a factor without data is left out, and when only renewal
 * is left there is no score.
 * Rule: E17 (source).
 */
export function appraise(facts: AppraisalFacts, policy: AppraisalPolicy): Appraisal {
  const all = appraisalFactors.map((factor) => {
    const { formula, counts, share } = rules[factor]
    const [numerator, denominator] = share(facts, policy)
    const weight = policy.weights[factor]
    const score = denominator > 0 ? between(multiplyRatio(whole, numerator, denominator)) : undefined
    return { factor, formula, counts: counts(facts, policy), score, weight }
  })
  const factors = all.flatMap(({ score, ...each }) =>
    score === undefined || each.weight === 0 ? [] : [{ ...each, scoreBasisPoints: score }],
  )
  const leftOut = all.flatMap(({ factor, score, weight }) =>
    score === undefined || weight === 0
      ? [{ factor, reason: weight === 0 ? ('noWeight' as const) : ('noData' as const) }]
      : [],
  )
  return { factors, leftOut, score: scoreOf(factors) }
}
