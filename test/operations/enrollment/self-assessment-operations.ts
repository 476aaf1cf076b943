import * as quizzes from '@tutelage/shared/contracts/enrollment/self-assessment-routes.ts'
import { type Operation, operation } from '../operation.ts'
import type { School } from '../school.ts'

const as = 'teacher'
const quiz = { title: 'Fractions', questions: [{ text: '1/2 + 1/2', choices: ['1', '1/4'], rightChoice: 0 }] }

const ofCourse = ({ campusId, here: { courseId } }: School) => ({ campusId, courseId })

async function written(school: School) {
  const { quizId } = await school.call(quizzes.writeQuiz, { as, params: ofCourse(school), body: quiz })
  return { campusId: school.campusId, quizId }
}

const taker = ({ here: { enrolled } }: School) => ({ studentId: enrolled.studentId })

/** The enrolled student has a link to a quiz. */
async function invited(school: School) {
  const params = await written(school)
  const { url } = await school.call(quizzes.issueQuizLink, { as, params, body: taker(school) })
  return { campusId: school.campusId, token: url.split('/quiz-links/')[1] ?? '' }
}

const answers = { quizVersion: 1, answers: [0] }

export const selfAssessmentOperations: readonly Operation[] = [
  operation(quizzes.writeQuiz, (school) => ({ as, params: ofCourse(school), body: quiz })),
  operation(quizzes.listQuizzes, async (school) => {
    await written(school)
    return { as, params: ofCourse(school) }
  }),
  operation(quizzes.getQuiz, async (school) => ({ as, params: await written(school) })),
  operation(quizzes.reviseQuiz, async (school) => ({ as, params: await written(school), body: quiz, ifMatch: 1 })),
  operation(quizzes.issueQuizLink, async (school) => ({ as, params: await written(school), body: taker(school) })),
  operation(quizzes.openQuiz, async (school) => ({ params: await invited(school) })),
  operation(quizzes.answerQuiz, async (school) => ({ params: await invited(school), body: answers })),
  operation(quizzes.listAttempts, async (school) => {
    await school.call(quizzes.answerQuiz, { params: await invited(school), body: answers })
    return { as, params: { ...ofCourse(school), ...taker(school) } }
  }),
]
