import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant, LocalDate } from '@tutelage/shared/kernel/instant.ts'

/** What a score was until somebody corrected it. */
export interface Correction {
  readonly scoreHundredths: number
  readonly correctedAt: Instant
  readonly correctedBy: string
  readonly reason: string
}

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
  /** Of the campus's calendar, when it is one of its exams. */
  readonly examId?: Id<'exam'> | undefined
  readonly recordedAt: Instant
  /** What it was before, when it was corrected, the oldest first. */
  readonly corrections?: readonly Correction[] | undefined
  /** The grade before, when this one was found to have fallen from it; told once, unless a correction took it back. */
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

/** No score is corrected more often than this. */
const mostCorrections = 20

/**
 * Corrects a score and keeps what it was.
 * @param correction the right score, by whom, when and why
 * @returns the grade, or refuses `overFullMarks`, `tooManyCorrections`
 * Rule: E15.
 */
export function correct(
  grade: Grade,
  { scoreHundredths, ...why }: Correction,
): Decision<Grade, 'overFullMarks' | 'tooManyCorrections'> {
  const { fullMarksHundredths, corrections = [] } = grade
  if (scoreHundredths > fullMarksHundredths) return refuse('overFullMarks', { fullMarksHundredths })
  if (corrections.length >= mostCorrections) return refuse('tooManyCorrections', { mostCorrections })
  const was = { ...why, scoreHundredths: grade.scoreHundredths }
  return accept({ ...grade, scoreHundredths, corrections: [...corrections, was] })
}

/** What a grade shows: falls that nobody told of, and falls that were told of and are none. */
export interface Shown {
  readonly falls: readonly Fall[]
  readonly withdrawn: readonly Grade[]
}

/** So many falls one correction takes back, the earliest first: what is written and told of them keeps within one commit. */
const mostTakenBack = 50

/**
 * What a corrected grade shows: the falls that are now large, its own and that of the exam after it, and those that it takes back:
 * its own when it is no longer large, and, of a grade that was told to have fallen from it or stands next after it, one that is
 * large neither against the exam before nor against the one that it was told to have fallen from.
 * @param others the other grades of the subject, in any order
 * Rule: E15.
 */
export function shownByCorrection(others: readonly Grade[], corrected: Grade, fallPercent: number): Shown {
  const ordered = inOrder([...others, corrected])
  const corrects = ordered.indexOf(corrected)
  const isLarge = (previous: Grade | undefined, grade: Grade) =>
    previous !== undefined && isLargeFall(previous, grade, fallPercent)
  const isTakenBack = (grade: Grade, at: number): boolean => {
    const { fellFrom } = grade
    if (!fellFrom || isLarge(ordered[at - 1], grade)) return false
    if (at === corrects) return true
    const told = ordered.find(({ gradeId }) => gradeId === fellFrom)
    return (told === corrected || at === corrects + 1) && !isLarge(told, grade)
  }
  const withdrawn = ordered.filter(isTakenBack).slice(0, mostTakenBack)
  return { falls: fallsShownBy(others, corrected, fallPercent), withdrawn }
}
