import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, instantField, languageField, pageOf, pageQuery, textField } from '../fields.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const ofLink = whenAsked(() => z.object({ ...campus(), token: z.string().min(1).max(1_000) }))
const ofSurvey = whenAsked(() => z.object({ ...campus(), surveyId: idField('survey') }))
const readers = ['principal', 'campusManager', 'learningManager'] as const

const linkRefusals = { invalidLink: 404, linkExpired: 410, alreadyAnswered: 410 } as const
/** The page has a link to itself in the other language. */
const inLanguage = whenAsked(() => z.object({ language: languageField().optional() }))

export const showSurvey = defineRoute({
  id: 'showSurvey',
  service: 'feedback',
  summary: 'The page where a family answers a survey, in its language or the one asked for.',
  method: 'GET',
  path: '/campuses/{campusId}/surveys/{token}',
  roles: ['guardianLink'],
  params: ofLink,
  query: inLanguage,
  body: noBody,
  reply: { status: 200, body: () => z.string() },
  refusals: linkRefusals,
  produces: 'text/html',
})

export const answerSurvey = defineRoute({
  id: 'answerSurvey',
  service: 'feedback',
  summary: 'The form of that page: a rating from 1 to 5, and words if they like. Answered once; thanks in a page.',
  method: 'POST',
  path: '/campuses/{campusId}/surveys/{token}',
  roles: ['guardianLink'],
  params: ofLink,
  query: inLanguage,
  consumes: 'application/x-www-form-urlencoded',
  produces: 'text/html',
  body: () =>
    z.object({
      rating: z
        .string()
        .regex(/^[1-5]$/)
        .transform(Number),
      /** The page takes 2,000 characters; a browser sends each line's end as two. */
      comment: z.union([z.string().regex(/^\s{0,4000}$/), textField(4_000)]).optional(),
    }),
  reply: { status: 200, body: () => z.string() },
  refusals: linkRefusals,
})

const shared = whenAsked(() => ({
  surveyId: idField('survey'),
  householdId: idField('household'),
  studentId: idField('student'),
  occasion: z.enum(['courseCompleted']),
  enrollmentId: idField('enrollment'),
  courseId: idField('course'),
  sentAt: instantField(),
  expiresAt: instantField(),
}))
const answered = whenAsked(() => ({ ...shared(), rating: z.int().min(1).max(5), answeredAt: instantField() }))

/** A survey of one family. `low` is work that is due until the end of that day, `handled` when it was done. Rules: F7, F8. */
export const surveyField = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ ...shared(), status: z.literal('sent'), remindedAt: instantField().optional() }),
    z.object({ ...answered(), status: z.literal('answered') }),
    z.object({ ...answered(), status: z.literal('low'), dueAt: instantField() }),
    z.object({
      ...answered(),
      status: z.literal('handled'),
      dueAt: instantField(),
      handledAt: instantField(),
      handledBy: z.object({ kind: z.string(), id: z.string() }),
    }),
  ]),
)
export type Survey = z.output<ReturnType<typeof surveyField>>

export const listSurveys = defineRoute({
  id: 'listSurveys',
  service: 'feedback',
  summary: 'Surveys by state; `low` lists the low answers that wait to be looked after, the soonest due first.',
  method: 'GET',
  path: '/campuses/{campusId}/surveys',
  roles: readers,
  params: () => z.object(campus()),
  query: () => z.object({ status: z.enum(['sent', 'answered', 'low', 'handled']).default('low'), ...pageQuery() }),
  body: noBody,
  reply: { status: 200, body: () => pageOf(surveyField()) },
  refusals: {},
})

export const getSurveyAnswer = defineRoute({
  id: 'getSurveyAnswer',
  service: 'feedback',
  summary: 'A survey with the words of its answer, and what was done about them.',
  method: 'GET',
  path: '/campuses/{campusId}/surveys/{surveyId}/answer',
  roles: readers,
  params: ofSurvey,
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({ survey: surveyField(), comment: z.string().optional(), handlingNote: z.string().optional() }),
  },
  refusals: {},
})

export const handleLowSatisfaction = defineRoute({
  id: 'handleLowSatisfaction',
  service: 'feedback',
  summary: 'A low answer was looked after, with what was done.',
  method: 'POST',
  path: '/campuses/{campusId}/surveys/{surveyId}/handling',
  roles: readers,
  params: ofSurvey,
  query: nothing,
  body: () => z.object({ note: textField(2_000) }),
  reply: { status: 200, body: surveyField },
  refusals: { notLow: 409 },
})
