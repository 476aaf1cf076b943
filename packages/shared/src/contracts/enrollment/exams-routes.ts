import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, lineField, localDateField, pageOf, pageQuery } from '../fields.ts'

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
