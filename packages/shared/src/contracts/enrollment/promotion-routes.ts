import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField } from '../fields.ts'
import { enrollmentReply, enrollStudent } from './enrolling-routes.ts'

export const listPromotionProposals = defineRoute({
  id: 'listPromotionProposals',
  service: 'enrollment',
  summary: 'Who of a class goes on to which course: the successor of its own, and who has a class of it already.',
  method: 'GET',
  path: '/campuses/{campusId}/class-groups/{classGroupId}/promotion-proposals',
  roles: staffRoles,
  params: () => z.object({ campusId: idField('campus'), classGroupId: idField('classGroup') }),
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        courseId: idField('course'),
        successorCourseId: idField('course'),
        items: z.array(
          z.object({
            studentId: idField('student'),
            enrollmentId: idField('enrollment'),
            status: z.enum(['proposed', 'promoted']),
            /** In the successor course. */
            toEnrollmentId: idField('enrollment').optional(),
          }),
        ),
      }),
  },
  refusals: { noSuccessor: 409 },
})

export const promoteStudent = defineRoute({
  id: 'promoteStudent',
  service: 'enrollment',
  summary: 'Accepts a promotion: the student is enrolled in a class of the successor course.',
  method: 'POST',
  path: '/campuses/{campusId}/enrollments/{enrollmentId}/promotion',
  roles: enrollStudent.roles,
  params: () => z.object({ campusId: idField('campus'), enrollmentId: idField('enrollment') }),
  query: nothing,
  body: () => enrollStudent.body.omit({ studentId: true, leadId: true, horizon: true }),
  reply: { status: 201, body: enrollmentReply },
  refusals: { ...enrollStudent.refusals, noSuccessor: 409, notSuccessor: 422, alreadyPromoted: 409, alreadyEnded: 409 },
  idempotency: 'required',
})
