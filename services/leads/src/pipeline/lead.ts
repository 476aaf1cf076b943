import type { LossReason, Stage } from '@tutelage/shared/contracts/leads/lead-fields.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { GuardianId, HouseholdId, Id, LeadId, StaffId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import type { Actor } from '@tutelage/shared/kernel/scope.ts'
import { type Fact, mayMove, type StageEntry, stageAfter } from './stage.ts'

/** The enrollment that won a lead: the earliest, where there are several. */
export interface Conversion {
  readonly enrollmentId: Id<'enrollment'>
  readonly studentId: StudentId
  readonly enrolledAt: Instant
}

/** Every inquiry of one person, and the deal that may come of it. `version` 0 means not stored yet. Rule: L2, L3, L7. */
export interface Lead {
  readonly leadId: LeadId
  readonly householdId: HouseholdId
  readonly guardianId: GuardianId
  readonly studentId: StudentId
  /** Oldest first, never empty; the last is where it stands. */
  readonly stages: readonly StageEntry[]
  /** Absent: in the pool. */
  readonly consultantId?: StaffId | undefined
  readonly openFollowUpIds: readonly Id<'followUp'>[]
  readonly followUpIds: readonly Id<'followUp'>[]
  readonly trialBookingIds: readonly Id<'trialBooking'>[]
  readonly capturedAt: Instant
  readonly lastInquiryAt: Instant
  readonly inquiryCount: number
  readonly lossReason?: LossReason | undefined
  readonly conversion?: Conversion | undefined
  /** Leads that turned out to be this one, with all that were merged into them. */
  readonly mergedLeadIds: readonly LeadId[]
  readonly version: number
}

/** Who a lead is about, when it begins. */
export type LeadPersons = Pick<Lead, 'leadId' | 'householdId' | 'guardianId' | 'studentId'>

/** The lead of a first inquiry. Rule: L2. */
export const newLead = (persons: LeadPersons, now: Instant): Lead => ({
  ...persons,
  stages: [{ stage: 'new', enteredAt: now }],
  openFollowUpIds: [],
  followUpIds: [],
  trialBookingIds: [],
  capturedAt: now,
  lastInquiryAt: now,
  inquiryCount: 1,
  mergedLeadIds: [],
  version: 0,
})

/**
 * True when a consultant asks for work that is a colleague's, or nobody's yet: what is in the pool is claimed first. Managers
 * may do the work of each.
 * Rule: L5, least privilege.
 */
export const isOthersWork = (actor: Actor, { consultantId }: Pick<Lead, 'consultantId'>): boolean =>
  actor.kind === 'consultant' && actor.id !== consultantId

/** Where a lead stands. */
export function stageOf({ leadId, stages }: Pick<Lead, 'leadId' | 'stages'>): Stage {
  const last = stages.at(-1)
  if (!last) throw new Error(`${leadId} has no stage`)
  return last.stage
}

/** A lead that stands at this stage from now on; the same when it stands there already. Rule: L7. */
export function enterStage(lead: Lead, stage: Stage, now: Instant): Lead {
  if (stage === stageOf(lead)) return lead
  const { lossReason: _, ...rest } = lead
  return { ...rest, stages: [...lead.stages, { stage, enteredAt: now }] }
}

/** A lead after something happened; see `stageAfter`. Rule: L7. */
export const leadAfter = (lead: Lead, fact: Fact, now: Instant): Lead =>
  enterStage(lead, stageAfter(stageOf(lead), fact), now)

/** A lead after one more inquiry of the same person. Rule: L3, L7. */
export const leadEnquiredAgain = (lead: Lead, now: Instant): Lead => ({
  ...leadAfter(lead, 'enquiredAgain', now),
  lastInquiryAt: now,
  inquiryCount: lead.inquiryCount + 1,
})

/** What staff decided about a lead. */
export interface Move {
  readonly stage: Stage
  readonly lossReason?: LossReason | undefined
}

/**
 * A lead after staff moved it.
 * @returns the lead, or refuses `moveNotAllowed` with both stages, `lossReasonMissing` when it is lost without a reason
 * Rule: L7.
 */
export function movedLead(
  lead: Lead,
  { stage, lossReason }: Move,
  now: Instant,
): Decision<Lead, 'moveNotAllowed' | 'lossReasonMissing'> {
  const from = stageOf(lead)
  if (!mayMove(from, stage)) return refuse('moveNotAllowed', { from, to: stage })
  if (stage !== 'lost') return accept(enterStage(lead, stage, now))
  if (!lossReason) return refuse('lossReasonMissing')
  return accept({ ...enterStage(lead, stage, now), lossReason })
}

/**
 * A lead after an enrollment. Whatever order enrollments are heard of in, it ends won by the earliest of them.
 * @returns the same lead when the enrollment tells nothing new
 * Rule: L7, E3.
 */
export function wonLead(lead: Lead, conversion: Conversion, now: Instant): Lead {
  const known = lead.conversion
  if (known && !isEarlierConversion(conversion, known)) return lead
  return { ...leadAfter(lead, 'enrolled', now), conversion }
}

/** Of two enrollments, whether the first came first; ids decide between equal moments. */
export const isEarlierConversion = (a: Conversion, b: Conversion): boolean =>
  a.enrolledAt === b.enrolledAt ? a.enrollmentId < b.enrollmentId : a.enrolledAt < b.enrolledAt

/** A lead with a due contact more; see `withoutOpenFollowUps` for the way back. Rule: L6. */
export const withFollowUp = (lead: Lead, followUpId: Id<'followUp'>): Lead => ({
  ...lead,
  openFollowUpIds: [...lead.openFollowUpIds, followUpId],
  followUpIds: [...lead.followUpIds, followUpId],
})

/** A lead whose due contacts of these ids were made or are not due any more. Rule: L6. */
export const withoutOpenFollowUps = (lead: Lead, followUpIds: readonly Id<'followUp'>[]): Lead => ({
  ...lead,
  openFollowUpIds: lead.openFollowUpIds.filter((id) => !followUpIds.includes(id)),
})

/** A lead as lists tell it. */
export function leadReplyOf(lead: Lead) {
  const { leadId, householdId, studentId, consultantId, capturedAt, lastInquiryAt, inquiryCount, version } = lead
  const stage = stageOf(lead)
  return { leadId, householdId, studentId, stage, consultantId, capturedAt, lastInquiryAt, inquiryCount, version }
}
