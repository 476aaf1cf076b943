import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { idField, instantField, localDateField, textField } from '../fields.ts'
import { complaintChannelField, complaintTargetField, deskField, rootCauseField, severityField } from './events.ts'

/** Who did it, without a name. */
export const doneByField = whenAsked(() => z.object({ kind: z.string(), id: z.string() }))

/** How a complaint is handled, step by step. Rule: F4. */
export const handlingStepField = whenAsked(() => z.enum(['listen', 'record', 'restate', 'apologise', 'ownResult']))
export type HandlingStep = z.output<ReturnType<typeof handlingStepField>>

/** Why a complaint's clock stands still. Rule: F3. */
export const pauseReasonField = whenAsked(() => z.enum(['waitingForFamily', 'agreedLaterDate']))

const target = whenAsked(() => ({
  target: complaintTargetField(),
  /** The whole time of the target, in milliseconds of working time. */
  budgetWorkingMs: z.int().min(0),
  /** What was left of it when the clock last started or stopped. */
  leftWorkingMs: z.int().min(0),
  /** What was escalated already. */
  told: z.enum(['nothing', 'warning', 'breach']),
}))

/** The clocks of an open complaint, in working time of the campus calendar. Rule: F3. */
export const complaintClock = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({
      status: z.literal('running'),
      since: instantField(),
      targets: z.array(z.object({ ...target(), warnAt: instantField(), dueAt: instantField() })),
    }),
    z.object({
      status: z.literal('paused'),
      since: instantField(),
      reason: pauseReasonField(),
      targets: z.array(z.object(target())),
    }),
  ]),
)
export type ComplaintClock = z.output<ReturnType<typeof complaintClock>>

/** Who of the staff, or what beside them, was responsible. Rule: F4. */
const responsible = whenAsked(() => ({
  responsibleStaffIds: z.array(idField('staff')).max(10),
  responsibleCause: z
    .enum(['process', 'material', 'facility', 'schedule', 'price', 'communication', 'other'])
    .optional(),
}))

/** What the investigation found. Its words stand among the statements. */
const investigation = whenAsked(() =>
  z.object({
    rootCause: rootCauseField(),
    ...responsible(),
    recordedAt: instantField(),
    recordedBy: doneByField(),
  }),
)

const namesWhoOrWhat = ({
  responsibleStaffIds,
  responsibleCause,
}: {
  responsibleStaffIds: readonly string[]
  responsibleCause?: string | undefined
}): boolean => responsibleStaffIds.length > 0 || responsibleCause !== undefined

/** What an investigation is recorded with. */
export const statedInvestigation = whenAsked(() =>
  z
    .object({ rootCause: rootCauseField(), ...responsible(), solution: textField(4_000) })
    .refine(namesWhoOrWhat, { path: ['responsibleCause'], error: 'who or what was responsible' }),
)
export type StatedInvestigation = z.output<ReturnType<typeof statedInvestigation>>

const file = whenAsked(() => ({
  complaintId: idField('complaint'),
  householdId: idField('household'),
  studentId: idField('student').optional(),
  severity: severityField(),
  channel: complaintChannelField(),
  filedAt: instantField(),
  filedBy: doneByField(),
  /** Who has it now. */
  desk: deskField(),
  /** 1, and one more with each reopening; steps, investigation and follow-ups are of this round. */
  round: z.int().min(1),
  /** How many statements there are. */
  statementCount: z.int().min(0),
  steps: z.array(z.object({ step: handlingStepField(), doneAt: instantField(), doneBy: doneByField() })),
  preventiveActions: z.array(
    z.object({
      /** The number of the statement that holds its words. */
      statement: z.int(),
      ownerId: idField('staff').optional(),
      dueOn: localDateField().optional(),
      recordedAt: instantField(),
      recordedBy: doneByField(),
    }),
  ),
}))

const open = whenAsked(() => ({
  ...file(),
  investigation: investigation().optional(),
  acknowledgeDueAt: instantField(),
  clock: complaintClock(),
}))
const closed = whenAsked(() => ({
  ...file(),
  investigation: investigation(),
  resolvedAt: instantField(),
  resolvedBy: doneByField(),
  followUps: z.array(z.object({ satisfied: z.boolean(), askedAt: instantField(), askedBy: doneByField() })),
}))

/** A complaint without its words: those are personal data and stand among its statements. Rules: F1 to F5. */
export const complaintFile = whenAsked(() =>
  z.discriminatedUnion('status', [
    z.object({ ...open(), status: z.literal('received') }),
    z.object({
      ...open(),
      status: z.literal('acknowledged'),
      acknowledgedAt: instantField(),
      acknowledgedBy: doneByField(),
    }),
    z.object({ ...closed(), status: z.literal('resolved') }),
    z.object({ ...closed(), status: z.literal('archived'), archivedAt: instantField(), settledOnTheSpot: z.boolean() }),
  ]),
)
export type ComplaintFile = z.output<ReturnType<typeof complaintFile>>

/** A complaint as routes tell it. */
export const complaintReply = whenAsked(() => z.object({ complaint: complaintFile(), version: z.int() }))

/** What somebody said or wrote about the complaint: personal data, with its provenance. */
export const complaintStatement = whenAsked(() =>
  z.object({
    statement: z.int(),
    about: z.enum([
      'complaint',
      'acknowledgement',
      'update',
      'step',
      'handOver',
      'solution',
      'reply',
      'followUp',
      'reopening',
      'preventiveAction',
    ]),
    text: z.string(),
    channel: complaintChannelField(),
    saidAt: instantField(),
    collectedBy: doneByField(),
  }),
)
export type ComplaintStatement = z.output<ReturnType<typeof complaintStatement>>

/** What can be done with a complaint. */
export const complaintDeed = whenAsked(() =>
  z.enum([
    'filed',
    'settledOnTheSpot',
    'acknowledged',
    'updated',
    'stepDone',
    'handedOver',
    'investigated',
    'paused',
    'resumed',
    'resolved',
    'followedUp',
    'reopened',
    'preventiveActionAdded',
    'archived',
    'escalated',
  ]),
)
export type ComplaintDeed = z.output<ReturnType<typeof complaintDeed>>

/** One change of a complaint: what was done, when, by whom. */
export const complaintHistory = whenAsked(() =>
  z.object({
    version: z.int(),
    deeds: z.array(complaintDeed()),
    doneAt: instantField(),
    doneBy: doneByField(),
  }),
)
