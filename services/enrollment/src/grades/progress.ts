import { type Grade, inOrder, isLargeFall } from './grade.ts'

/** Which way a student's scores in a subject go. */
type Trend = 'rising' | 'steady' | 'falling' | 'single'

/** A student's exams in one subject, the oldest first. */
export interface SubjectProgress {
  readonly subject: string
  readonly trend: Trend
  /** Of all of its exams, in hundredths of a percent. */
  readonly averageBasisPoints: number
  readonly grades: readonly (Pick<Grade, 'gradeId' | 'examName' | 'heldOn'> & { readonly shareBasisPoints: number })[]
}

/** A score's share of full marks in hundredths of a percent, rounded half up. */
export const shareOf = ({ scoreHundredths, fullMarksHundredths }: Grade): number =>
  Math.floor((scoreHundredths * 20_000 + fullMarksHundredths) / (2 * fullMarksHundredths))

/** The way from the exam before to the last one: half of a large fall counts, up as down. */
function trendOf(ordered: readonly Grade[], fallPercent: number): Trend {
  const [before, last] = [ordered.at(-2), ordered.at(-1)]
  if (!before || !last) return 'single'
  const percent = Math.ceil(fallPercent / 2)
  if (isLargeFall(before, last, percent)) return 'falling'
  return isLargeFall(last, before, percent) ? 'rising' : 'steady'
}

/**
 * A student's grades by subject, with the way that each goes; the subjects in alphabetical order.
 * @param subjectOf the same for one subject however it is written
 * Rule: E15.
 */
export function progressOf(
  grades: readonly Grade[],
  fallPercent: number,
  subjectOf: (subject: string) => string,
): readonly SubjectProgress[] {
  const bySubject = Map.groupBy(grades, ({ subject }) => subjectOf(subject))
  return [...bySubject.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, some]) => {
      const ordered = inOrder(some)
      const shown = ordered.map((grade) => {
        const { gradeId, examName, heldOn } = grade
        return { gradeId, examName, heldOn, shareBasisPoints: shareOf(grade) }
      })
      const sum = shown.reduce((total, { shareBasisPoints }) => total + shareBasisPoints, 0)
      return {
        subject: ordered.at(-1)?.subject ?? '',
        trend: trendOf(ordered, fallPercent),
        averageBasisPoints: Math.round(sum / shown.length),
        grades: shown,
      }
    })
}
