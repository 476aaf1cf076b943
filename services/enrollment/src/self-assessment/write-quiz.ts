import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/self-assessment-routes.ts'
import { checkIfMatch } from '@tutelage/shared/contracts/if-match.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { findCourse } from '../catalogue/catalogue-store.ts'
import type { Quiz } from './quiz.ts'
import { listQuizzesOf, readQuiz, writeQuizVersion } from './quiz-store.ts'

/** A quiz as its authors see it. */
const quizView = ({ value, version }: Stored<Quiz>) => ({
  ...value,
  questions: value.questions.map((each) => ({ ...each, choices: [...each.choices] })),
  version,
})

async function keep(context: CampusContext, quiz: Quiz, version: number) {
  const writes = writeQuizVersion(context, quiz, version)
  return accept(await context.commit({ writes, answer: quizView({ value: quiz, version: version + 1 }) }))
}

/** Writes a quiz for a course. @throws NotFound of the course. Rule: E18. */
export async function writeQuiz({ params, body }: RequestOf<typeof contracts.writeQuiz>, context: CampusContext) {
  const { courseId } = params
  if (!(await findCourse(context, courseId))) throw new NotFound('course')
  return keep(context, { quizId: context.ids.next('quiz'), courseId, quizVersion: 1, ...body }, 0)
}

/**
 * Writes a quiz anew; the version before stays for who was shown it.
 * @returns the quiz, or refuses `versionMismatch`, `versionRequired`
 * @throws NotFound of the quiz
 * Rule: E18.
 */
export async function reviseQuiz(
  { params, body, ifMatch }: RequestOf<typeof contracts.reviseQuiz>,
  context: CampusContext,
) {
  const { value: before, version } = await readQuiz(context, params.quizId)
  const refused = checkIfMatch(ifMatch, version)
  if (refused) return refused
  return keep(context, { ...before, ...body, quizVersion: before.quizVersion + 1 }, version)
}

/** A quiz as it stands, with the right answers. @throws NotFound of the quiz. Rule: E18. */
export const getQuiz = async ({ params }: RequestOf<typeof contracts.getQuiz>, context: CampusContext) =>
  accept(quizView(await readQuiz(context, params.quizId)))

/** One page of the quizzes of a course. Rule: E18. */
export async function listQuizzes({ params, query }: RequestOf<typeof contracts.listQuizzes>, context: CampusContext) {
  const { items, ...rest } = await listQuizzesOf(context, params.courseId, query)
  return accept({ items: items.map(({ value: { questions: _, ...quiz } }) => quiz), ...rest })
}
