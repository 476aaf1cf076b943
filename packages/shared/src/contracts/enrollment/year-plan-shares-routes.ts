import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody, nothing } from '../define-route.ts'
import { idField, pageOf, pageQuery } from '../fields.ts'

const share = whenAsked(() =>
  z.object({
    students: z.int(),
    /** Of all students, in hundredths of a percent; absent when there are none. */
    basisPoints: z.int().optional(),
    goalBasisPoints: z.int(),
  }),
)

export const getYearPlanShares = defineRoute({
  id: 'getYearPlanShares',
  service: 'enrollment',
  summary: 'How many of the students are on a year plan, and on one of three years or more.',
  method: 'GET',
  path: '/campuses/{campusId}/reports/year-plan-shares',
  roles: ['principal', 'campusManager', 'finance'],
  params: () => z.object({ campusId: idField('campus') }),
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      z.object({
        students: z.int(),
        onYearPlan: share(),
        onThreeYearsOrMore: share(),
        /** How the shares come about, in the names of the fields. */
        formula: z.string(),
      }),
  },
  refusals: {},
  tables: ['figures'],
})

export const listCountedStudents = defineRoute({
  id: 'listCountedStudents',
  service: 'enrollment',
  summary: 'Every student who counts for the shares on year plans, and for which of them.',
  method: 'GET',
  path: '/campuses/{campusId}/reports/year-plan-students',
  roles: getYearPlanShares.roles,
  params: () => z.object({ campusId: idField('campus') }),
  query: () => z.object(pageQuery()),
  body: noBody,
  reply: {
    status: 200,
    body: () =>
      pageOf(
        z.object({
          studentId: idField('student'),
          /** Of the plan that is open; 0 for none. */
          years: z.int(),
          onYearPlan: z.boolean(),
          onThreeYearsOrMore: z.boolean(),
        }),
      ),
  },
  refusals: {},
  tables: ['items'],
})
