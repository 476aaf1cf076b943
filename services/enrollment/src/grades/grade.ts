import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant, LocalDate } from '@tutelage/shared/kernel/instant.ts'

/** A score in an exam. Rule: E15. */
export interface Grade {
  readonly gradeId: Id<'grade'>
  readonly studentId: StudentId
  readonly subject: string
  readonly heldOn: LocalDate
  /** In hundredths of a mark, 0 to `fullMarksHundredths`. */
  readonly scoreHundredths: number
  /** > 0 */
  readonly fullMarksHundredths: number
  readonly examName: string
  readonly courseId?: Id<'course'> | undefined
  readonly recordedAt: Instant
  /** The grade before, when this one was found to have fallen from it; told once. */
  readonly fellFrom?: Id<'grade'> | undefined
}

const orderOf = ({ heldOn, recordedAt, gradeId }: Grade): string => `${heldOn} ${recordedAt} ${gradeId}`

/** Grades of one subject in the order of their exams; of one day, in the order in which they were recorded. */
export const inOrder = (grades: readonly Grade[]): readonly Grade[] =>
  [...grades].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))

/**
 * True when a score is lower than the one before by at least so many percent of full marks. Exact: exams of different full marks
 * are compared by their shares, without a division.
 * Rule: E15.
 */
export function isLargeFall(before: Grade, after: Grade, fallPercent: number): boolean {
  const [score, full, previous, previousFull] = [
    BigInt(after.scoreHundredths),
    BigInt(after.fullMarksHundredths),
    BigInt(before.scoreHundredths),
    BigInt(before.fullMarksHundredths),
  ]
  return (previous * full - score * previousFull) * 100n >= BigInt(fallPercent) * previousFull * full
}

/** A fall that nobody has told of. */
export interface Fall {
  readonly grade: Grade
  readonly previous: Grade
}

/**
 * The falls that a new grade shows: its own against the exam before it, and, when it was recorded late, that of the exam after it
 * against it. No grade is told of twice.
 * @param known the other grades of the subject, in any order
 * Rule: E15.
 */
export function fallsShownBy(known: readonly Grade[], recorded: Grade, fallPercent: number): readonly Fall[] {
  const ordered = inOrder([...known, recorded])
  const at = ordered.indexOf(recorded)
  const pairs = [
    [ordered[at - 1], recorded],
    [recorded, ordered[at + 1]],
  ] as const
  return pairs.flatMap(([previous, grade]) => {
    if (!previous || !grade || grade.fellFrom) return []
    return isLargeFall(previous, grade, fallPercent) ? [{ grade, previous }] : []
  })
}
