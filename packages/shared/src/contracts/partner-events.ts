import * as z from 'zod'
import { attendanceStatusField } from './enrollment/events.ts'
import { marksField } from './enrollment/grades-routes.ts'
import { severityField } from './feedback/events.ts'
import {
  amountField,
  currencyField,
  idField,
  instantField,
  languageField,
  lineField,
  localDateField,
  textField,
} from './fields.ts'
import { definePartnerEvent } from './subscribe.ts'

/** What partners post, in their own shapes. Personal data comes in here, is kept by the service that owns it, and never goes on our bus. */

export const partnerLeadCaptured = definePartnerEvent({
  name: 'LeadCaptured',
  owner: 'leads',
  version: 1,
  summary: 'A web form or an advertising platform captured an inquiry.',
  data: () =>
    z.object({
      guardian: z.object({
        name: lineField(80),
        phone: z.string().min(5).max(30).optional(),
        email: z.email().max(254).optional(),
        language: languageField().optional(),
      }),
      student: z.object({
        name: lineField(80),
        birthDate: localDateField().optional(),
        school: lineField(120).optional(),
        grade: lineField(40).optional(),
      }),
      need: textField(2_000).optional(),
      campaign: lineField(80).optional(),
      /** On what ground the partner may pass the data on. */
      lawfulBasis: z.enum(['consent', 'contract', 'legitimateInterest']),
      consentedAt: instantField().optional(),
    }),
})

export const partnerPaymentReceived = definePartnerEvent({
  name: 'PaymentReceived',
  owner: 'enrollment',
  version: 1,
  summary: 'A payment gateway received money for an enrollment.',
  data: () =>
    z.object({
      enrollmentId: idField('enrollment'),
      amountMinor: amountField(),
      currency: currencyField(),
      /** The gateway's own id of the payment: pays once, for ever. */
      reference: lineField(100),
      paidAt: instantField(),
    }),
})

export const partnerLessonAttended = definePartnerEvent({
  name: 'LessonAttended',
  owner: 'enrollment',
  version: 1,
  summary: "A partner's class or card reader says who was in a lesson.",
  data: () =>
    z.object({
      lessonId: idField('lesson'),
      studentId: idField('student'),
      status: attendanceStatusField(),
    }),
})

export const partnerExamResultPublished = definePartnerEvent({
  name: 'ExamResultPublished',
  owner: 'enrollment',
  version: 1,
  summary: 'A school or an examination board published a result, or published it anew.',
  data: () =>
    z
      .object({
        studentId: idField('student'),
        /** The publisher's own id of the result: the same again is the same result, corrected if it was published later. */
        reference: lineField(100),
        subject: lineField(40),
        examName: lineField(100),
        heldOn: localDateField(),
        scoreHundredths: marksField(),
        fullMarksHundredths: marksField().min(1),
        publishedAt: instantField(),
      })
      .refine(({ scoreHundredths, fullMarksHundredths }) => scoreHundredths <= fullMarksHundredths, {
        path: ['scoreHundredths'],
        error: 'a score is at most full marks',
      }),
})

export const partnerStudentCheckedIn = definePartnerEvent({
  name: 'StudentCheckedIn',
  owner: 'enrollment',
  version: 1,
  summary: 'A card reader saw a student come in: the class sheet is proposed, nothing is marked.',
  data: () => z.object({ studentId: idField('student'), checkedInAt: instantField() }),
})

export const partnerComplaintFiled = definePartnerEvent({
  name: 'ComplaintFiled',
  owner: 'feedback',
  version: 1,
  summary: 'A partner passes a complaint on.',
  data: () =>
    z.object({
      householdId: idField('household'),
      studentId: idField('student').optional(),
      severity: severityField(),
      text: textField(4_000),
    }),
})
