import * as z from 'zod'
import { localTimeField } from '../campus.ts'
import { whenAsked } from '../deferred.ts'
import { idField } from '../fields.ts'
import { declarePolicy } from '../policy-routes.ts'

const workingMinutes = (byDefault: number) => z.int().min(1).max(60_000).default(byDefault)

/** The targets of one severity, in working minutes of the campus calendar. */
const targetsOf = (acknowledge: number, update: number, resolve: number) =>
  z
    .object({
      acknowledgeWorkingMinutes: workingMinutes(acknowledge),
      updateWorkingMinutes: workingMinutes(update),
      resolveWorkingMinutes: workingMinutes(resolve),
    })
    .prefault({})

const staffIds = whenAsked(() => z.array(idField('staff')).max(20).default([]))

/** A working day counts 480 minutes here: three of them to resolve what is normal, one for what is major. Rule: F3. */
export const complaintPolicy = declarePolicy({
  service: 'feedback',
  name: 'complaint',
  summary:
    'In how many working minutes a complaint is acknowledged, told on and resolved, and who hears of it otherwise.',
  schema: () =>
    z.object({
      normal: targetsOf(120, 480, 1_440),
      major: targetsOf(60, 240, 480),
      /** The warning comes when this share of a target is left. */
      warnAtPercentLeft: z.int().min(0).max(90).default(25),
      /** Who gets the mail of a warning, and who that of a breach. Without anybody the event alone tells it. */
      warnStaffIds: staffIds(),
      breachStaffIds: staffIds(),
    }),
})
export type ComplaintPolicy = z.output<ReturnType<typeof complaintPolicy.schema>>

export const surveyPolicy = declarePolicy({
  service: 'feedback',
  name: 'survey',
  summary: 'How long a survey link works, when the one reminder comes, and which rating is low.',
  schema: () =>
    z.object({
      linkDays: z.int().min(1).max(90).default(14),
      reminderAfterDays: z.int().min(1).max(89).default(3),
      /** A rating of this or less is work for the same day. */
      lowRating: z.int().min(1).max(4).default(2),
    }),
})
export type SurveyPolicy = z.output<ReturnType<typeof surveyPolicy.schema>>

export const commitmentPolicy = declarePolicy({
  service: 'feedback',
  name: 'commitment',
  summary: 'Until when, by the clock of the campus, an absence is answered by a call on the same day.',
  schema: () => z.object({ sameDayCallCutOff: localTimeField().default('21:00') }),
})
export type CommitmentPolicy = z.output<ReturnType<typeof commitmentPolicy.schema>>
