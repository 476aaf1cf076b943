import type { suppressionReasonField } from '@tutelage/shared/contracts/message-events.ts'
import type { HouseholdId, Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import type * as z from 'zod'

type SuppressionReason = z.output<ReturnType<typeof suppressionReasonField>>

/** Where a care message stands. */
export type CareState =
  | { readonly status: 'requested' }
  | { readonly status: 'sent' }
  | { readonly status: 'suppressed'; readonly reason: SuppressionReason }

/** A message to a family on one occasion; its id follows from the occasion. */
export interface CareMessage {
  readonly messageId: Id<'message'>
  readonly occasion: string
  readonly householdId: HouseholdId
  readonly studentId?: StudentId | undefined
  readonly requestedAt: Instant
  readonly state: CareState
}

/**
 * The message after one of its outcomes was heard of. That it was sent outweighs that it was held back, whatever came
 * first.
 * @returns undefined when the outcome changes nothing
 * Rule: Y10.
 */
export function withOutcome(message: CareMessage, outcome: Exclude<CareState, { status: 'requested' }>) {
  if (message.state.status === 'sent' || message.state.status === outcome.status) return undefined
  return { ...message, state: outcome }
}
