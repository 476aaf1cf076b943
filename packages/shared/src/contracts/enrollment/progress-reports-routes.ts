import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { centihoursField, idField, instantField, localDateField, pageOf, pageQuery, textField } from '../fields.ts'

const ofStudent = whenAsked(() => z.object({ campusId: idField('campus'), studentId: idField('student') }))
const teachers = ['principal', 'campusManager', 'learningManager', 'teacher'] as const

/** What a teacher or the learning manager has to say about a student. */
export const wordsField = whenAsked(() =>
  z.object({ text: textField(2_000), saidBy: z.string(), saidAt: instantField() }),
)

/** Attendance, hours, grades and words of a period. Rule: E16. */
export const progressReportField = whenAsked(() =>
  z.object({
    studentId: idField('student'),
    /** The period: from the first day to the day before `until`. */
    from: localDateField(),
    until: localDateField(),
    dueLessons: z.int(),
    attendedLessons: z.int(),
    remainingCentihours: centihoursField(),
    subjects: z.array(
      z.object({
        subject: z.string(),
        trend: z.enum(['rising', 'steady', 'falling', 'single']),
        averageBasisPoints: z.int(),
        /** Of its last exam. */
        lastBasisPoints: z.int(),
      }),
    ),
    words: z.array(wordsField()),
  }),
)
const sentReport = whenAsked(() => progressReportField().extend({ sentAt: instantField() }))

export const addReportWords = defineRoute({
  id: 'addReportWords',
  service: 'enrollment',
  summary: "A teacher's or learning manager's words for the next progress report of a student.",
  method: 'POST',
  path: '/campuses/{campusId}/students/{studentId}/report-words',
  roles: teachers,
  params: ofStudent,
  query: nothing,
  body: () => z.object({ text: textField(2_000) }),
  reply: { status: 201, body: progressReportField },
  refusals: { notYourStudent: 403, noReportDue: 409, noReportsSent: 409, tooManyWords: 409 },
})

export const getReportDraft = defineRoute({
  id: 'getReportDraft',
  service: 'enrollment',
  summary: 'The next progress report of a student as it stands now.',
  method: 'GET',
  path: '/campuses/{campusId}/students/{studentId}/report-draft',
  roles: teachers,
  params: ofStudent,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: progressReportField },
  refusals: { notYourStudent: 403, noReportDue: 409 },
})

export const listReports = defineRoute({
  id: 'listReports',
  service: 'enrollment',
  summary: 'The progress reports that were sent of a student, the oldest first.',
  method: 'GET',
  path: '/campuses/{campusId}/students/{studentId}/reports',
  roles: teachers,
  params: ofStudent,
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(sentReport()) },
  refusals: { notYourStudent: 403 },
})

export const openReport = defineRoute({
  id: 'openReport',
  service: 'enrollment',
  summary: 'For the family: a progress report with grades and words, by the link of its mail.',
  method: 'GET',
  path: '/campuses/{campusId}/progress-reports/{token}',
  roles: ['guardianLink'],
  params: () =>
    ofStudent()
      .pick({ campusId: true })
      .extend({ token: z.string().min(1).max(1_000) }),
  query: nothing,
  body: noBody,
  reply: { status: 200, body: sentReport },
  refusals: { invalidLink: 404, linkExpired: 410 },
})
