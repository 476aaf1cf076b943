import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField, lineField, pageOf, pageQuery, textField } from '../fields.ts'
import { ifMatchRefusals } from '../if-match.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const ofCourse = whenAsked(() => z.object({ ...campus(), courseId: idField('course') }))
const ofQuiz = whenAsked(() => z.object({ ...campus(), quizId: idField('quiz') }))
const ofLink = whenAsked(() => z.object({ ...campus(), token: z.string().min(1).max(1_000) }))
const authors = ['principal', 'campusManager', 'learningManager', 'teacher'] as const
const inviters = [...authors, 'frontDesk'] as const
const linkRefusals = { invalidLink: 404, linkExpired: 410 } as const

const mostQuestions = 50
const question = whenAsked(() => ({ text: textField(1_000), choices: z.array(lineField(300)).min(2).max(8) }))
/** A question with the place of its right choice, from 0 on. */
export const questionField = whenAsked(() => z.object({ ...question(), rightChoice: z.int().min(0).max(7) }))

const quizBody = whenAsked(() =>
  z.object({
    title: lineField(100),
    questions: z
      .array(
        questionField().refine(({ choices, rightChoice }) => rightChoice < choices.length, {
          path: ['rightChoice'],
          error: 'one of the choices',
        }),
      )
      .min(1)
      .max(mostQuestions),
  }),
)
const named = whenAsked(() => ({ quizId: idField('quiz'), courseId: idField('course'), title: z.string() }))
const quizReply = whenAsked(() =>
  z.object({ ...named(), questions: z.array(questionField()), quizVersion: z.int(), version: z.int() }),
)

export const writeQuiz = defineRoute({
  id: 'writeQuiz',
  service: 'enrollment',
  summary: 'Writes a short quiz for a course.',
  method: 'POST',
  path: '/campuses/{campusId}/courses/{courseId}/quizzes',
  roles: authors,
  params: ofCourse,
  query: nothing,
  body: quizBody,
  reply: { status: 201, body: quizReply },
  refusals: {},
})

export const listQuizzes = defineRoute({
  id: 'listQuizzes',
  service: 'enrollment',
  summary: 'The quizzes of a course.',
  method: 'GET',
  path: '/campuses/{campusId}/courses/{courseId}/quizzes',
  roles: inviters,
  params: ofCourse,
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(z.object({ ...named(), quizVersion: z.int() })) },
  refusals: {},
})

export const getQuiz = defineRoute({
  id: 'getQuiz',
  service: 'enrollment',
  summary: 'A quiz as it stands, with the right answers: for those who write it.',
  method: 'GET',
  path: '/campuses/{campusId}/quizzes/{quizId}',
  roles: authors,
  params: ofQuiz,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: quizReply },
  refusals: {},
  etag: true,
})

export const reviseQuiz = defineRoute({
  id: 'reviseQuiz',
  service: 'enrollment',
  summary: 'Writes a quiz anew, as its next version; attempts keep the version that they answered.',
  method: 'PUT',
  path: '/campuses/{campusId}/quizzes/{quizId}',
  roles: authors,
  params: ofQuiz,
  query: nothing,
  body: quizBody,
  reply: { status: 200, body: quizReply },
  refusals: ifMatchRefusals,
  etag: true,
})

export const issueQuizLink = defineRoute({
  id: 'issueQuizLink',
  service: 'enrollment',
  summary: 'A link by which a student takes a quiz.',
  method: 'POST',
  path: '/campuses/{campusId}/quizzes/{quizId}/links',
  roles: inviters,
  params: ofQuiz,
  query: nothing,
  body: () => z.object({ studentId: idField('student') }),
  reply: { status: 201, body: () => z.object({ url: z.string(), expiresAt: instantField() }) },
  refusals: {},
})

/** What a student answered, which version, and what of it was right. Rule: E18. */
export const attemptField = whenAsked(() =>
  z.object({
    attemptId: idField('attempt'),
    quizId: idField('quiz'),
    title: z.string(),
    quizVersion: z.int(),
    attemptedAt: instantField(),
    /** For each question, in order. */
    answers: z.array(z.int()),
    right: z.array(z.boolean()),
    /** How many were right. */
    score: z.int(),
  }),
)

export const openQuiz = defineRoute({
  id: 'openQuiz',
  service: 'enrollment',
  summary: 'For the student: the questions and choices, and how many attempts are left.',
  method: 'GET',
  path: '/campuses/{campusId}/quiz-links/{token}',
  roles: ['guardianLink'],
  params: ofLink,
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        title: z.string(),
        quizVersion: z.int(),
        questions: z.array(z.object(question())),
        attemptsLeft: z.int(),
      }),
  },
  refusals: linkRefusals,
})

export const answerQuiz = defineRoute({
  id: 'answerQuiz',
  service: 'enrollment',
  summary: 'The student answers a quiz: the score, and which answers were right.',
  method: 'POST',
  path: '/campuses/{campusId}/quiz-links/{token}/attempts',
  roles: ['guardianLink'],
  params: ofLink,
  query: nothing,
  body: () =>
    z.object({
      /** That the student was shown. */
      quizVersion: z.int().min(1),
      /** The place of the choice for each question, in order, from 0 on. */
      answers: z.array(z.int().min(0).max(7)).min(1).max(mostQuestions),
    }),
  reply: { status: 201, body: () => attemptField().extend({ attemptsLeft: z.int() }) },
  refusals: { ...linkRefusals, unknownVersion: 422, answersMissing: 422, noAttemptsLeft: 409 },
  idempotency: 'required',
})

export const listAttempts = defineRoute({
  id: 'listAttempts',
  service: 'enrollment',
  summary: 'What a student answered in the quizzes of a course, the oldest first.',
  method: 'GET',
  path: '/campuses/{campusId}/students/{studentId}/courses/{courseId}/attempts',
  roles: authors,
  params: () =>
    ofCourse()
      .pick({ campusId: true })
      .extend({ studentId: idField('student'), courseId: idField('course') }),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(attemptField()) },
  refusals: { notYourStudent: 403 },
})
