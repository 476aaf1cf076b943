import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { channelField, idField, instantField, languageField, lineField, localDateField, textField } from '../fields.ts'

/** Where a deal stands. Rule: L7. */
export const stageField = whenAsked(() =>
  z.enum(['new', 'contacted', 'trialBooked', 'trialAttended', 'negotiating', 'won', 'lost']),
)
export type Stage = z.output<ReturnType<typeof stageField>>

/** Why a deal was lost. Rule: L7. */
export const lossReasonField = whenAsked(() =>
  z.enum(['price', 'schedule', 'distance', 'rival', 'noNeed', 'unreachable', 'other']),
)
export type LossReason = z.output<ReturnType<typeof lossReasonField>>

/** How a follow-up ended. */
export const followUpOutcomeField = whenAsked(() => z.enum(['reached', 'noAnswer', 'callBackLater', 'notInterested']))
export type FollowUpOutcome = z.output<ReturnType<typeof followUpOutcomeField>>

/** On what ground a personal datum is kept. Rule: L4. */
export const lawfulBasisField = whenAsked(() => z.enum(['consent', 'contract', 'legitimateInterest']))
export type LawfulBasis = z.output<ReturnType<typeof lawfulBasisField>>

/** A phone number as people write it; read by the country of the campus unless it begins with `+`. */
export const phoneField = whenAsked(() =>
  z
    .string()
    .trim()
    .min(5)
    .max(30)
    .regex(/^[+\d][\d\s().-]*$/),
)

/** A guardian as an inquiry states it; without a phone or an email nobody could answer. */
export const statedGuardian = whenAsked(() =>
  z
    .object({
      name: lineField(80),
      phone: phoneField().optional(),
      email: z.email().max(254).optional(),
      language: languageField().optional(),
    })
    .refine(({ phone, email }) => phone !== undefined || email !== undefined, {
      error: 'a phone or an email is needed',
      path: ['phone'],
    }),
)

/** A student as an inquiry states it. */
export const statedStudent = whenAsked(() =>
  z.object({
    name: lineField(80),
    sex: z.enum(['female', 'male']).optional(),
    birthDate: localDateField().optional(),
    school: lineField(120).optional(),
    grade: lineField(40).optional(),
  }),
)

/** What every way of capture asks. Rule: L2. */
export const statedInquiry = whenAsked(() => ({
  guardian: statedGuardian(),
  student: statedStudent(),
  need: textField(2_000).optional(),
  campaign: lineField(80).optional(),
}))

export const campusParams = whenAsked(() => z.object({ campusId: idField('campus') }))
export const leadParams = whenAsked(() => z.object({ campusId: idField('campus'), leadId: idField('lead') }))

/** A lead in a list: ids and where it stands; who it is stands in the customer file. */
export const leadReply = whenAsked(() =>
  z.object({
    leadId: idField('lead'),
    householdId: idField('household'),
    studentId: idField('student'),
    stage: stageField(),
    /** Absent: in the pool. */
    consultantId: idField('staff').optional(),
    capturedAt: instantField(),
    lastInquiryAt: instantField(),
    inquiryCount: z.int(),
    version: z.int(),
  }),
)

/** When, through which channel, by whom and on what ground a datum was collected. Rule: L4. */
export const provenanceReply = whenAsked(() =>
  z.object({
    collectedAt: instantField(),
    channel: channelField(),
    collectedBy: z.object({ kind: z.string(), id: z.string() }),
    lawfulBasis: lawfulBasisField(),
    consentedAt: instantField().optional(),
  }),
)
