import * as z from 'zod'
import { campusProfile } from '../campus.ts'
import { whenAsked } from '../deferred.ts'
import { defineEvent } from '../define-event.ts'
import { channelField, idField, instantField, languageField } from '../fields.ts'
import { messageCategoryField } from '../message-events.ts'
import { followUpOutcomeField, lossReasonField } from './lead-fields.ts'

const publishers = ['leads'] as const
const version = 1

export const campusConfigured = defineEvent({
  name: 'CampusConfigured',
  publishers,
  version,
  summary: 'A campus got its profile: time zone, business calendar, languages, hotline.',
  data: campusProfile,
})

export const leadCaptured = defineEvent({
  name: 'LeadCaptured',
  publishers,
  version,
  summary: 'An inquiry was recorded, as a new lead or joined to the one that its contact already had.',
  data: () =>
    z.object({
      leadId: idField('lead'),
      inquiryId: idField('inquiry'),
      householdId: idField('household'),
      guardianId: idField('guardian'),
      studentId: idField('student'),
      channel: channelField(),
      /** True when the inquiry joined a lead that was there. */
      joined: z.boolean(),
    }),
})

export const leadMerged = defineEvent({
  name: 'LeadMerged',
  publishers,
  version,
  summary: 'Two leads were one person; the survivor keeps everything.',
  data: () =>
    z.object({
      leadId: idField('lead'),
      mergedLeadId: idField('lead'),
      studentId: idField('student'),
      mergedStudentId: idField('student'),
      householdId: idField('household'),
      mergedHouseholdId: idField('household'),
    }),
})

export const leadAssigned = defineEvent({
  name: 'LeadAssigned',
  publishers,
  version,
  summary: 'A consultant owns the lead.',
  data: () =>
    z.object({
      leadId: idField('lead'),
      consultantId: idField('staff'),
      followUpId: idField('followUp'),
      firstResponseDueAt: instantField(),
    }),
})

export const followUpCompleted = defineEvent({
  name: 'FollowUpCompleted',
  publishers,
  version,
  summary: 'A due contact with a prospect was made.',
  data: () =>
    z.object({
      leadId: idField('lead'),
      followUpId: idField('followUp'),
      consultantId: idField('staff'),
      outcome: followUpOutcomeField(),
      dueAt: instantField(),
      completedAt: instantField(),
    }),
})

export const followUpOverdue = defineEvent({
  name: 'FollowUpOverdue',
  publishers,
  version,
  summary: 'A due contact was not made in time; the campus manager is told.',
  data: () =>
    z.object({
      leadId: idField('lead'),
      followUpId: idField('followUp'),
      consultantId: idField('staff'),
      dueAt: instantField(),
    }),
})

const trial = whenAsked(() => ({
  leadId: idField('lead'),
  studentId: idField('student'),
  trialBookingId: idField('trialBooking'),
  trialLessonId: idField('trialLesson'),
}))

export const trialBooked = defineEvent({
  name: 'TrialBooked',
  publishers,
  version,
  summary: 'A seat in a trial lesson was taken.',
  data: () => z.object({ ...trial(), startsAt: instantField() }),
})

export const trialAttended = defineEvent({
  name: 'TrialAttended',
  publishers,
  version,
  summary: 'The prospect came to the trial lesson.',
  data: () => z.object(trial()),
})

export const leadConverted = defineEvent({
  name: 'LeadConverted',
  publishers,
  version,
  summary: 'The lead became an enrolled student.',
  data: () =>
    z.object({
      leadId: idField('lead'),
      studentId: idField('student'),
      enrollmentId: idField('enrollment'),
      consultantId: idField('staff').optional(),
    }),
})

export const leadLost = defineEvent({
  name: 'LeadLost',
  publishers,
  version,
  summary: 'The lead was given up, with the reason.',
  data: () =>
    z.object({ leadId: idField('lead'), reason: lossReasonField(), consultantId: idField('staff').optional() }),
})

export const contactPreferenceChanged = defineEvent({
  name: 'ContactPreferenceChanged',
  publishers,
  version,
  summary: 'A household said what it does not want, or in which language it reads.',
  data: () =>
    z.object({
      householdId: idField('household'),
      language: languageField(),
      refusedChannels: z.array(channelField()),
      refusedCategories: z.array(messageCategoryField()),
    }),
})
