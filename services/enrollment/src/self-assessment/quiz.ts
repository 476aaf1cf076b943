import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'

/** A question with the place of its right choice, from 0 on. */
interface Question {
  readonly text: string
  readonly choices: readonly string[]
  readonly rightChoice: number
}

/** One version of a short quiz about a course. Rule: E18. */
export interface Quiz {
  readonly quizId: Id<'quiz'>
  readonly courseId: Id<'course'>
  readonly title: string
  /** 1 for the first. */
  readonly quizVersion: number
  readonly questions: readonly Question[]
}

/** The questions as a student sees them before answering: without what is right. Rule: E18. */
export const questionsToAnswer = ({ questions }: Quiz) =>
  questions.map(({ text, choices }) => ({ text, choices: [...choices] }))

/** What of the answers is right. */
export interface Marked {
  readonly right: readonly boolean[]
  readonly score: number
}

/**
 * Marks a student's answers.
 * @param answers the place of the choice for each question, in order
 * @returns refuses `answersMissing` unless each question has one answer, among its choices
 * Rule: E18.
 */
export function mark({ questions }: Quiz, answers: readonly number[]): Decision<Marked, 'answersMissing'> {
  const isComplete =
    answers.length === questions.length && questions.every(({ choices }, at) => (answers[at] ?? 0) < choices.length)
  if (!isComplete) return refuse('answersMissing', { questions: questions.length })
  const right = questions.map(({ rightChoice }, at) => answers[at] === rightChoice)
  return accept({ right, score: right.filter(Boolean).length })
}
