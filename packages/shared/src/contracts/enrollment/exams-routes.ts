import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, lineField, localDateField, pageOf, pageQuery } from '../fields.ts'
import { ifMatchRefusals } from '../if-match.ts'
import { gradeReply, marksField } from './grades-routes.ts'

const campus = whenAsked(() => ({ campusId: idField('campus') }))
const ofExam = whenAsked(() => z.object({ ...campus(), examId: idField('exam') }))
const planners = ['principal', 'campusManager', 'learningManager'] as const

const exam = whenAsked(() => ({
  name: lineField(100),
  subject: lineField(40),
  heldOn: localDateField(),
  fullMarksHundredths: marksField().min(1),
  /** Of the courses that it is meant for. */
  level: z.int().min(1).max(50).optional(),
}))

/** An exam of the campus's calendar. Rule: E15. */
export const examReply = whenAsked(() => z.object({ examId: idField('exam'), ...exam() }))
const examView = whenAsked(() => examReply().extend({ version: z.int() }))

const ofStudent = whenAsked(() => z.object({ campusId: idField('campus'), studentId: idField('student') }))

/** An exam that a student is registered for. Rule: E4, E15. */
export const registeredExamReply = whenAsked(() =>
  z.object({
    examId: idField('exam'),
    studentId: idField('student'),
    name: lineField(100),
    subject: lineField(40),
    heldOn: localDateField(),
  }),
)

export const registerForExam = defineRoute({
  id: 'registerForExam',
  service: 'enrollment',
  summary: 'A student is registered for an exam: no rise of prices touches them in the days before it.',
  method: 'POST',
  path: '/campuses/{campusId}/students/{studentId}/exams',
  roles: ['principal', 'campusManager', 'learningManager', 'frontDesk'],
  params: ofStudent,
  query: nothing,
  body: () => registeredExamReply().omit({ examId: true, studentId: true }),
  reply: { status: 201, body: registeredExamReply },
  refusals: { heldInPast: 422 },
})

export const listRegisteredExams = defineRoute({
  id: 'listRegisteredExams',
  service: 'enrollment',
  summary: 'The exams that a student is or was registered for, by day.',
  method: 'GET',
  path: '/campuses/{campusId}/students/{studentId}/exams',
  roles: staffRoles,
  params: ofStudent,
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(registeredExamReply()) },
  refusals: {},
})

export const scheduleExam = defineRoute({
  id: 'scheduleExam',
  service: 'enrollment',
  summary: "Puts an exam on the campus's calendar.",
  method: 'POST',
  path: '/campuses/{campusId}/exams',
  roles: planners,
  params: () => z.object(campus()),
  query: nothing,
  body: () => z.object(exam()),
  reply: { status: 201, body: examView },
  refusals: { heldInPast: 422 },
})

export const listExams = defineRoute({
  id: 'listExams',
  service: 'enrollment',
  summary: "The exams of the campus's calendar from one day to another, by day.",
  method: 'GET',
  path: '/campuses/{campusId}/exams',
  roles: staffRoles,
  params: () => z.object(campus()),
  query: () => z.object({ ...pageQuery(), from: localDateField().optional(), to: localDateField().optional() }),
  body: noBody,
  reply: { status: 200, body: () => pageOf(examReply()) },
  refusals: {},
})

export const getExam = defineRoute({
  id: 'getExam',
  service: 'enrollment',
  summary: "One exam of the campus's calendar.",
  method: 'GET',
  path: '/campuses/{campusId}/exams/{examId}',
  roles: staffRoles,
  params: ofExam,
  query: nothing,
  body: noBody,
  reply: { status: 200, body: examView },
  refusals: {},
  etag: true,
})

export const changeExam = defineRoute({
  id: 'changeExam',
  service: 'enrollment',
  summary:
    'Another day, name, level or full marks; those who are registered follow within the minute, and a new day is told.',
  method: 'PATCH',
  path: '/campuses/{campusId}/exams/{examId}',
  roles: planners,
  params: ofExam,
  query: nothing,
  body: () => {
    const { name, heldOn, fullMarksHundredths, level } = exam()
    return z.object({ name, heldOn, fullMarksHundredths, level }).partial()
  },
  reply: { status: 200, body: examView },
  refusals: { ...ifMatchRefusals, alreadyHeld: 409, heldInPast: 422 },
  etag: true,
})

export const registrationReply = whenAsked(() => z.object({ examId: idField('exam'), studentId: idField('student') }))

export const registerStudent = defineRoute({
  id: 'registerStudent',
  service: 'enrollment',
  summary: "A student is registered for an exam of the campus's calendar.",
  method: 'POST',
  path: '/campuses/{campusId}/exams/{examId}/registrations',
  roles: ['principal', 'campusManager', 'learningManager', 'frontDesk'],
  params: ofExam,
  query: nothing,
  body: () => z.object({ studentId: idField('student') }),
  reply: { status: 201, body: registeredExamReply },
  refusals: { alreadyHeld: 409, alreadyRegistered: 409 },
})

export const listRegistrations = defineRoute({
  id: 'listRegistrations',
  service: 'enrollment',
  summary: 'Who is registered for an exam.',
  method: 'GET',
  path: '/campuses/{campusId}/exams/{examId}/registrations',
  roles: staffRoles.filter((role) => role !== 'finance'),
  params: ofExam,
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(registrationReply()) },
  refusals: {},
})

export const recordScore = defineRoute({
  id: 'recordScore',
  service: 'enrollment',
  summary: "Records a student's score in an exam of the campus's calendar, once; a large fall is told the same day.",
  method: 'POST',
  path: '/campuses/{campusId}/exams/{examId}/scores',
  roles: ['principal', 'campusManager', 'learningManager', 'teacher'],
  params: ofExam,
  query: nothing,
  body: () =>
    z.object({ studentId: idField('student'), scoreHundredths: marksField(), courseId: idField('course').optional() }),
  reply: { status: 201, body: gradeReply },
  refusals: { notYourStudent: 403, heldInFuture: 422, overFullMarks: 422, alreadyScored: 409 },
})
