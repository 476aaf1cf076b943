import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineRoute, noBody } from '../define-route.ts'
import { idField, localDateField, monthField } from '../fields.ts'
import { appraisalFactors } from './policies.ts'

/** As many months as one appraisal looks at. */
export const mostAppraisedMonths = 12

const ofTeacher = whenAsked(() => z.object({ campusId: idField('campus'), teacherId: idField('staff') }))
/** Either a term, or the months from one to another, both included. */
const period = whenAsked(() => ({
  termId: idField('term').optional(),
  from: monthField().optional(),
  to: monthField().optional(),
}))
const factorField = whenAsked(() => z.enum(appraisalFactors))
const basisPoints = whenAsked(() => z.int().min(0).max(10_000))

const appraisalReply = whenAsked(() =>
  z.object({
    teacherId: idField('staff'),
    from: localDateField(),
    to: localDateField(),
    termId: idField('term').optional(),
    factors: z.array(
      z.object({
        factor: factorField(),
        /** How its score comes of the counts. */
        formula: z.string(),
        counts: z.record(z.string(), z.int()),
        /** In hundredths of a percent. */
        scoreBasisPoints: basisPoints(),
        weight: z.int(),
      }),
    ),
    /** Without data in this period, or of no weight by the policy. */
    leftOut: z.array(z.object({ factor: factorField(), reason: z.enum(['noData', 'noWeight']) })),
    score: z.discriminatedUnion('status', [
      /** The mean of the factors' scores by their weights. */
      z.object({ status: z.literal('scored'), scoreBasisPoints: basisPoints() }),
      /** No teacher is appraised by churn alone. */
      z.object({ status: z.literal('notScored'), reason: z.enum(['noData', 'churnAlone']) }),
    ]),
  }),
)

export const getAppraisal = defineRoute({
  id: 'getAppraisal',
  service: 'enrollment',
  summary:
    'The appraisal of a teacher in a term or some months: each factor with its formula, counts, weight and score. Teachers see their own.',
  method: 'GET',
  path: '/campuses/{campusId}/teachers/{teacherId}/appraisal',
  roles: ['principal', 'campusManager', 'teacher'],
  params: ofTeacher,
  query: () => z.object(period()),
  body: noBody,
  reply: { status: 200, body: appraisalReply },
  refusals: { notYourAppraisal: 403, badPeriod: 422 },
  tables: ['factors', 'leftOut', 'figures'],
})
