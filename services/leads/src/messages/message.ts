import type { Campus } from '@tutelage/shared/contracts/campus.ts'
import type { Channel, Language } from '@tutelage/shared/contracts/fields.ts'
import type { MessageCategory, Recipient } from '@tutelage/shared/contracts/message-events.ts'
import type { HouseholdId, Id } from '@tutelage/shared/kernel/ids.ts'
import { addMs, type Instant, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { endOfQuiet, isQuiet } from '@tutelage/shared/kernel/quiet-hours.ts'

/** What somebody wants to be told, as the event asked for it. */
export interface MessageRequest {
  readonly messageId: Id<'message'>
  readonly occasion: string
  readonly category: MessageCategory
  readonly channel: Channel
  readonly template: string
  readonly recipient: Recipient
  readonly params: Readonly<Record<string, string | number>>
  readonly notAfter?: Instant | undefined
}

/** Whom a message reaches: names and address behind the recipient's id, and what they refuse. */
export interface Addressee {
  readonly name: string
  readonly student?: string | undefined
  /** Absent when there is none that may be used. */
  readonly email?: string | undefined
  readonly language: Language
  /** Absent for staff. */
  readonly householdId?: HouseholdId | undefined
  readonly refusedChannels: readonly string[]
  readonly refusedCategories: readonly string[]
}

type SuppressionReason =
  | 'preference'
  | 'noAddress'
  | 'alreadySent'
  | 'complaintOpen'
  | 'tooLate'
  | 'personErased'
  | 'rejected'
  | 'outcomeUnknown'

/** Where a message stands. Rule: Contact preference; claimed before it is sent, so that nobody gets it twice. */
export type MessageState =
  /** To be sent at `dueAt`, or as soon after as it may. */
  | { readonly status: 'waiting'; readonly dueAt: Instant; readonly attempts: number }
  /** Somebody is handing it to the mail service; when no answer stands by `dueAt`, it was lost. */
  | { readonly status: 'claimed'; readonly dueAt: Instant; readonly attempts: number }
  | { readonly status: 'sent'; readonly sentAt: Instant; readonly providerId: string }
  | { readonly status: 'suppressed'; readonly reason: SuppressionReason; readonly at: Instant }
  /** Of another channel than email: a partner's gateway consumes the request itself. */
  | { readonly status: 'handedOver'; readonly at: Instant }

/** What to do with a message now. */
export type Delivery =
  | { readonly kind: 'send'; readonly email: string }
  | { readonly kind: 'wait'; readonly until: Instant }
  | { readonly kind: 'handOver' }
  | { readonly kind: 'suppress'; readonly reason: SuppressionReason }

/** What the decision rests on. */
export interface Circumstances {
  readonly addressee: Addressee | undefined
  readonly campus: Campus
  readonly complaintOpen: boolean
  readonly now: Instant
}

const suppress = (reason: SuppressionReason): Delivery => ({ kind: 'suppress', reason })

/** What stands against sending at all, whatever the hour. */
function objection(
  { category, channel, notAfter }: MessageRequest,
  { addressee, complaintOpen, now }: Circumstances,
): SuppressionReason | undefined {
  if (notAfter && now > notAfter) return 'tooLate'
  if (!addressee) return 'noAddress'
  if (addressee.refusedChannels.includes(channel) || addressee.refusedCategories.includes(category)) return 'preference'
  if (category === 'promotion' && complaintOpen) return 'complaintOpen'
  return undefined
}

/**
 * Whether a message goes out now, later, through a partner's gateway, or not at all.
 *
 * Receipts are never refused as a category, but a refused channel is: "stop writing to me" is honoured everywhere.
 * In quiet hours everything waits that is not for staff; promotions do not go out while a complaint is open.
 * Rules: Contact preference, L12, F5.
 */
export function decideDelivery(request: MessageRequest, circumstances: Circumstances): Delivery {
  const reason = objection(request, circumstances)
  if (reason) return suppress(reason)
  const { addressee, campus, now } = circumstances
  if (request.channel !== 'email') return { kind: 'handOver' }
  if (!addressee?.email) return suppress('noAddress')
  const { timeZone, quietHours } = campus
  if (request.category === 'staff' || !isQuiet(now, timeZone, quietHours))
    return { kind: 'send', email: addressee.email }
  const until = endOfQuiet(now, timeZone, quietHours)
  return request.notAfter && until > request.notAfter ? suppress('tooLate') : { kind: 'wait', until }
}

/** How long a claim stands before the answer counts as lost. Longer than any function runs. */
export const claimMs = 5 * minuteMs

const attemptsMax = 12

/** The wait after a mail service that was busy: 1, 2, 4 … 64 minutes; undefined when it was tried for half a day. */
export function retryAt(attempts: number, now: Instant): Instant | undefined {
  if (attempts >= attemptsMax) return undefined
  return addMs(now, minuteMs * 2 ** Math.min(attempts - 1, 6))
}

/**
 * Whether a message whose outcome was lost is sent again: what a family or the staff must have is, at the risk of a
 * second copy; anything else is not, because twice is worse than not at all.
 */
export const isSentAgain = (category: MessageCategory): boolean => category === 'receipt' || category === 'staff'
