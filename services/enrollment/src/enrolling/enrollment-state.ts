import type { TerminationReason } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'

/** How an enrollment ended, so that its seat is free. Rule: E10, E13. */
export type EndState =
  | { readonly status: 'terminated'; readonly terminatedAt: Instant; readonly why: TerminationReason }
  | { readonly status: 'transferred'; readonly transferredAt: Instant; readonly toEnrollmentId: Id<'enrollment'> }

/** Where an enrollment stands. A completed one keeps its seat; it can still be terminated. Rule: E3, E6, E13. */
export type EnrollmentState =
  | { readonly status: 'active' }
  | { readonly status: 'completed'; readonly completedAt: Instant }
  | EndState

/** When an enrollment left its class; undefined while it has a seat. */
export function endedAt(state: EnrollmentState): Instant | undefined {
  if (state.status === 'terminated') return state.terminatedAt
  return state.status === 'transferred' ? state.transferredAt : undefined
}
