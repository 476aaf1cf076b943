import * as quizzes from '@tutelage/shared/contracts/enrollment/self-assessment-routes.ts'
import { type Actor, anyEnrolled, anyOf, type Scene } from './cast.ts'
import { tokenAfter } from './link.ts'

const as = 'learningManager'
const quizOf = ({ chance }: Scene) => ({
  title: 'Fractions',
  questions: [{ text: '1/2 + 1/2', choices: ['1', '1/4'], rightChoice: chance.below(2) }],
})

/** A student takes a quiz by the link that they got. */
async function take(scene: Scene, quizId: string): Promise<void> {
  const { client, cast, chance } = scene
  const { campusId } = cast
  const studentId = anyEnrolled(scene)?.studentId
  if (!studentId) return
  const link = await client.call(quizzes.issueQuizLink, { as, params: { campusId, quizId }, body: { studentId } })
  const token = tokenAfter('quiz-links', link?.url)
  if (!token) return
  const shown = await client.call(quizzes.openQuiz, { params: { campusId, token } })
  if (!shown) return
  const body = { quizVersion: shown.quizVersion, answers: shown.questions.map(() => chance.below(2)) }
  await client.call(quizzes.answerQuiz, { params: { campusId, token }, body })
}

/** A quiz of a course is written, changed or taken, and somebody looks at what was answered. */
export const quiz: Actor = async (scene) => {
  const { client, cast, chance } = scene
  const { campusId } = cast
  const courseId = anyOf(chance, cast.classes)?.courseId
  if (!courseId) return
  const page = await client.call(quizzes.listQuizzes, { as, params: { campusId, courseId } })
  const quizId = anyOf(chance, page?.items ?? [])?.quizId
  if (!quizId) {
    await client.call(quizzes.writeQuiz, { as, params: { campusId, courseId }, body: quizOf(scene) })
    return
  }
  const params = { campusId, quizId }
  if (chance.happens(0.3)) {
    const known = await client.call(quizzes.getQuiz, { as, params })
    if (known) await client.call(quizzes.reviseQuiz, { as, params, body: quizOf(scene), ifMatch: known.version })
    return
  }
  await take(scene, quizId)
  const studentId = anyEnrolled(scene)?.studentId
  if (studentId) await client.call(quizzes.listAttempts, { as, params: { campusId, studentId, courseId } })
}
