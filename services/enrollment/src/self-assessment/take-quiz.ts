import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/self-assessment-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { isId } from '@tutelage/shared/kernel/ids.ts'
import { addMs, dayMs } from '@tutelage/shared/kernel/instant.ts'
import { issueLink, readLink } from '@tutelage/shared/links/signed-link.ts'
import { isOthersStudent } from '../grades/taught-by.ts'
import { loadStudent } from '../students/student-store.ts'
import { selfAssessmentPolicy } from './policy.ts'
import { mark, questionsToAnswer } from './quiz.ts'
import { addAttempt, findVersion, listAttemptsOf, loadAttempts, readQuiz } from './quiz-store.ts'

const purpose = 'quiz'

/** A link by which a student takes a quiz. @throws NotFound of the quiz or student. Rule: E18. */
export async function issueQuizLink(
  { params, body }: RequestOf<typeof contracts.issueQuizLink>,
  context: CampusContext,
) {
  const { studentId } = await loadStudent(context, body.studentId)
  const { value: quiz } = await readQuiz(context, params.quizId)
  const { linkDays } = await selfAssessmentPolicy.load(context)
  const expiresAt = addMs(context.now, linkDays * dayMs)
  const token = await issueLink(context, { purpose, subject: `${quiz.quizId}/${studentId}`, expiresAt })
  const url = `${context.publicUrl}/enrollment/campuses/${context.campus.campusId}/quiz-links/${token}`
  return accept(await context.commit({ writes: [], answer: { url, expiresAt } }))
}

/** Which quiz a token opens for whom; refuses `invalidLink`, `linkExpired`. */
async function grantOf(context: CampusContext, token: string) {
  const link = await readLink(context, purpose, token)
  if (!link.ok) return link
  const [quizId = '', studentId = ''] = link.value.subject.split('/')
  if (!isId('quiz', quizId) || !isId('student', studentId)) return refuse('invalidLink')
  return accept({ quizId, studentId: (await loadStudent(context, studentId)).studentId })
}

/**
 * For the student: the quiz as it stands, without what is right, and the attempts that are left.
 * @returns refuses `invalidLink`, `linkExpired`
 * Rule: E18.
 */
export async function openQuiz({ params }: RequestOf<typeof contracts.openQuiz>, context: CampusContext) {
  const grant = await grantOf(context, params.token)
  if (!grant.ok) return grant
  const { quizId, studentId } = grant.value
  const { value: quiz } = await readQuiz(context, quizId)
  const { value: taken } = await loadAttempts(context, quizId, studentId)
  const { mostAttempts } = await selfAssessmentPolicy.load(context)
  const { title, quizVersion } = quiz
  const attemptsLeft = Math.max(0, mostAttempts - taken.attempts)
  return accept({ title, quizVersion, questions: questionsToAnswer(quiz), attemptsLeft })
}

/**
 * The student answers the version of the quiz that they were shown.
 * @returns the score and which answers were right, or refuses `invalidLink`, `linkExpired`, `noAttemptsLeft`, `unknownVersion`,
 * `answersMissing`
 * Rule: E18.
 */
export async function answerQuiz({ params, body }: RequestOf<typeof contracts.answerQuiz>, context: CampusContext) {
  const grant = await grantOf(context, params.token)
  if (!grant.ok) return grant
  const { quizId, studentId } = grant.value
  const count = await loadAttempts(context, quizId, studentId)
  const { mostAttempts } = await selfAssessmentPolicy.load(context)
  const attemptsLeft = mostAttempts - count.value.attempts - 1
  if (attemptsLeft < 0) return refuse('noAttemptsLeft', { mostAttempts })
  const { answers, quizVersion } = body
  const quiz = await findVersion(context, quizId, quizVersion)
  if (!quiz) return refuse('unknownVersion', { quizVersion })
  const marked = mark(quiz, answers)
  if (!marked.ok) return marked
  const { title, courseId } = quiz
  const of = { attemptId: context.ids.next('attempt'), quizId, title, quizVersion, attemptedAt: context.now }
  const attempt = { ...of, answers, score: marked.value.score, right: [...marked.value.right] }
  const writes = addAttempt(context, { studentId, courseId, attempt }, count)
  return accept(await context.commit({ writes, answer: { ...attempt, attemptsLeft } }))
}

/**
 * One page of what a student answered in the quizzes of a course; refuses `notYourStudent` to a teacher who does not teach them.
 * @throws NotFound of the student
 * Rule: E18.
 */
export async function listAttempts(
  { params, query }: RequestOf<typeof contracts.listAttempts>,
  context: CampusContext,
) {
  const { studentId } = await loadStudent(context, params.studentId)
  if (await isOthersStudent(context, studentId)) return refuse('notYourStudent')
  const { courseId } = params
  const { items, ...rest } = await listAttemptsOf(context, { studentId, courseId }, query)
  return accept({ items: items.map(({ value }) => value), ...rest })
}
