import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { HouseholdId, Id, StaffId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import type { Assessment, Reason } from './signal.ts'

/** Whether a danger is somebody's task, or how it ended. */
export type DangerState =
  | { readonly status: 'open' }
  | { readonly status: 'resolved'; readonly by: 'signalsCleared'; readonly resolvedAt: Instant }
  | { readonly status: 'resolved'; readonly by: 'staff'; readonly staffId: string; readonly resolvedAt: Instant }

/** A family that may leave: why, whose task it is, and how it ended. */
export interface Danger {
  readonly dangerId: Id<'danger'>
  readonly householdId: HouseholdId
  readonly studentId: StudentId
  /** As they are; once resolved, as they were. */
  readonly reasons: readonly Reason[]
  readonly learningManagerId?: StaffId | undefined
  /** Who made it that learning manager's task; absent when it follows the enrollment or the policy. */
  readonly assignedBy?: string | undefined
  readonly detectedAt: Instant
  readonly state: DangerState
}

/** Whose danger it would be, and whose task. */
export type DangerSubject = Pick<Danger, 'dangerId' | 'householdId' | 'studentId' | 'learningManagerId'>

/** What an assessment makes of a danger. */
export type DangerTurn =
  | { readonly turn: 'none' }
  | { readonly turn: 'detected' | 'changed' | 'cleared'; readonly danger: Danger }

const sameReasons = (a: readonly Reason[], b: readonly Reason[]): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * What an assessment makes of a student's danger. It is detected once; while it is open its reasons follow the signals;
 * when these no longer suffice it is resolved by itself, and the same danger is detected again when they do.
 * @param known the danger that no person has resolved, if there is one
 * Rule: Y14.
 */
export function turnOf(
  known: Danger | undefined,
  { reasons, endangered }: Assessment,
  { subject, now }: { readonly subject: DangerSubject; readonly now: Instant },
): DangerTurn {
  const isOpen = known?.state.status === 'open'
  const { learningManagerId } = known?.assignedBy === undefined ? subject : known
  if (!endangered) {
    if (!known || !isOpen) return { turn: 'none' }
    return {
      turn: 'cleared',
      danger: { ...known, state: { status: 'resolved', by: 'signalsCleared', resolvedAt: now } },
    }
  }
  if (known && isOpen) {
    if (sameReasons(known.reasons, reasons) && known.learningManagerId === learningManagerId) return { turn: 'none' }
    return { turn: 'changed', danger: { ...known, reasons, learningManagerId } }
  }
  const detected = { ...(known ?? subject), reasons, learningManagerId, detectedAt: now }
  return { turn: 'detected', danger: { ...detected, state: { status: 'open' } } }
}

/**
 * The danger ended by a person.
 * @returns the danger, or refuses `alreadyResolved`
 * Rule: Y14.
 */
export function resolvedByStaff(danger: Danger, staffId: string, now: Instant): Decision<Danger, 'alreadyResolved'> {
  if (danger.state.status !== 'open') return refuse('alreadyResolved')
  return accept({ ...danger, state: { status: 'resolved', by: 'staff', staffId, resolvedAt: now } })
}

/**
 * The danger as the task of a learning manager.
 * @param assignment whose task, and who said so
 * @returns the danger, or refuses `alreadyResolved`
 * Rule: Y14.
 */
export function assignedTo(
  danger: Danger,
  assignment: { readonly learningManagerId: StaffId; readonly assignedBy: string },
): Decision<Danger, 'alreadyResolved'> {
  return danger.state.status === 'open' ? accept({ ...danger, ...assignment }) : refuse('alreadyResolved')
}
