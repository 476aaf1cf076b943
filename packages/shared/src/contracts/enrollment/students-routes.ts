import * as z from 'zod'
import { staffRoles } from '../../kernel/scope.ts'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, pageOf, pageQuery } from '../fields.ts'
import { enrollmentReply } from './enrolling-routes.ts'

const params = whenAsked(() => z.object({ campusId: idField('campus'), studentId: idField('student') }))

export const getStudent = defineRoute({
  id: 'getStudent',
  service: 'enrollment',
  summary: 'Household and lead of a student, by ids; the one that it was merged into, when it was.',
  method: 'GET',
  path: '/campuses/{campusId}/students/{studentId}',
  roles: staffRoles,
  params,
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    body: () => z.object({ studentId: idField('student'), householdId: idField('household'), leadId: idField('lead') }),
  },
  refusals: {},
})

export const listStudentEnrollments = defineRoute({
  id: 'listStudentEnrollments',
  service: 'enrollment',
  summary: 'The enrollments of a student, oldest first.',
  method: 'GET',
  path: '/campuses/{campusId}/students/{studentId}/enrollments',
  roles: staffRoles,
  params,
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: { status: 200, body: () => pageOf(enrollmentReply()) },
  refusals: {},
  hidden: { 'items.priceMinor': ['teacher'] },
})
