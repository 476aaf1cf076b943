import type { FollowUpOutcome } from '@tutelage/shared/contracts/leads/lead-fields.ts'
import type { BusinessCalendar } from '@tutelage/shared/kernel/business-calendar.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id, LeadId, StaffId } from '@tutelage/shared/kernel/ids.ts'
import { type Instant, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { addWorkingTime } from '@tutelage/shared/kernel/working-time.ts'

/** Why a contact is due. */
export type Purpose = 'firstResponse' | 'retry' | 'callBack' | 'missedTrial'

interface Shared {
  readonly followUpId: Id<'followUp'>
  /** The lead as it was; it may have been merged since. */
  readonly leadId: LeadId
  readonly consultantId: StaffId
  readonly purpose: Purpose
  readonly dueAt: Instant
  readonly createdAt: Instant
  /** 0 means not stored yet. */
  readonly version: number
}

/** A contact that was made or tried. */
export interface CompletedFollowUp extends Shared {
  readonly status: 'completed'
  readonly outcome: FollowUpOutcome
  readonly note?: string | undefined
  readonly completedAt: Instant
  readonly completedBy: { readonly kind: string; readonly id: string }
}

/** A contact whose time ran out, and that is still to be made. */
export interface OverdueFollowUp extends Shared {
  readonly status: 'overdue'
  readonly escalatedAt: Instant
}

/** A contact that a consultant owes a prospect. Rule: L6. */
export type FollowUp =
  | (Shared & { readonly status: 'due' })
  | OverdueFollowUp
  | CompletedFollowUp
  | (Shared & { readonly status: 'cancelled'; readonly cancelledAt: Instant })

/** How many working minutes a consultant has, by what a campus set. */
export interface FollowUpTargets {
  readonly firstResponseMinutes: number
  readonly retryMinutes: number
}

/** What a new follow-up is for and whose it is. */
export type NewFollowUp = Omit<Shared, 'version'>

/** A contact that is due from now on. Rule: L6. */
export const dueFollowUp = (followUp: NewFollowUp): FollowUp => ({ ...followUp, status: 'due', version: 0 })

/**
 * When a contact is due: the target in working time of the campus, so lunch, nights, weekends and holidays do not count.
 * Rule: L6.
 */
export function dueTime(
  purpose: Exclude<Purpose, 'callBack'>,
  now: Instant,
  { calendar, targets }: { readonly calendar: BusinessCalendar; readonly targets: FollowUpTargets },
): Instant {
  const minutes = purpose === 'firstResponse' ? targets.firstResponseMinutes : targets.retryMinutes
  return addWorkingTime(calendar, now, minutes * minuteMs)
}

/** Due or overdue: the contact was not made yet. */
export const isOpen = ({ status }: FollowUp): boolean => status === 'due' || status === 'overdue'

const sharedOf = (followUp: FollowUp): Shared => {
  const { followUpId, leadId, consultantId, purpose, dueAt, createdAt, version } = followUp
  return { followUpId, leadId, consultantId, purpose, dueAt, createdAt, version }
}

/** What the consultant says about a contact. */
export interface Completion {
  readonly outcome: FollowUpOutcome
  readonly note?: string | undefined
  readonly callBackAt?: Instant | undefined
  readonly now: Instant
  readonly actor: { readonly kind: string; readonly id: string }
}

/**
 * A contact that was made or tried.
 * @returns the completed follow-up, or refuses `alreadyClosed`; `callBackTimeMissing` when a call back is promised for no
 * time, and `callBackTimePast` for a past one
 * Rule: L6.
 */
export function completed(
  followUp: FollowUp,
  { outcome, note, callBackAt, now, actor }: Completion,
): Decision<CompletedFollowUp, 'alreadyClosed' | 'callBackTimeMissing' | 'callBackTimePast'> {
  if (!isOpen(followUp)) return refuse('alreadyClosed', { status: followUp.status })
  if (outcome === 'callBackLater' && callBackAt === undefined) return refuse('callBackTimeMissing')
  if (callBackAt !== undefined && callBackAt <= now) return refuse('callBackTimePast')
  const completedBy = { kind: actor.kind, id: actor.id }
  return accept({ ...sharedOf(followUp), status: 'completed', outcome, note, completedAt: now, completedBy })
}

/**
 * What is due next after a contact: the promised call, another try when nobody answered, otherwise nothing.
 * Rule: L6.
 */
export function nextDue(
  { outcome, callBackAt, now }: Pick<Completion, 'outcome' | 'callBackAt' | 'now'>,
  by: { readonly calendar: BusinessCalendar; readonly targets: FollowUpTargets },
): { readonly purpose: Purpose; readonly dueAt: Instant } | undefined {
  if (callBackAt !== undefined) return { purpose: 'callBack', dueAt: callBackAt }
  if (outcome === 'noAnswer') return { purpose: 'retry', dueAt: dueTime('retry', now, by) }
  return undefined
}

/** An open contact whose time has run out; undefined when it is not due, or was escalated or closed before. Rule: L6. */
export function escalated(followUp: FollowUp, now: Instant): OverdueFollowUp | undefined {
  if (followUp.status !== 'due' || now < followUp.dueAt) return undefined
  return { ...sharedOf(followUp), status: 'overdue', escalatedAt: now }
}

/** An open contact that is not needed any more; what is closed stays as it is. Rule: L6, L7. */
export const cancelled = (followUp: FollowUp, now: Instant): FollowUp =>
  isOpen(followUp) ? { ...sharedOf(followUp), status: 'cancelled', cancelledAt: now } : followUp

/** An open contact that another consultant owes from now on; its time runs on. Rule: L5. */
export const handedOver = (followUp: FollowUp, consultantId: StaffId): FollowUp => ({ ...followUp, consultantId })
