import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { FieldProblem } from '../contracts/bind-route.ts'
import { whenAsked } from '../contracts/deferred.ts'
import { idField, instantField } from '../contracts/fields.ts'
import type { PartnerSubscription } from '../contracts/subscribe.ts'
import type { CampusContext } from '../data/context.ts'
import type { UseCase } from '../data/run-use-case.ts'
import type { CampusId } from '../kernel/ids.ts'
import type { Partner } from './partner-store.ts'

/** An event of a partner as it arrived, over HTTP or the bus. */
export interface Delivery {
  readonly partnerId: string
  /** The same for each repetition of it. */
  readonly key: string
  /** As sent: `type`, `campusId`, `occurredAt`, `data`. */
  readonly event: Readonly<Record<string, unknown>>
}

/** A delivery that may be taken in. */
export interface Admitted {
  readonly subscription: PartnerSubscription<CampusContext>
  readonly campusId: CampusId
  readonly run: UseCase<unknown>
}

export type Checked =
  | { readonly ok: true; readonly admitted: Admitted }
  | { readonly ok: false; readonly reasons: readonly FieldProblem[] }

/** The largest event that is taken in: what the bus takes, and what fits an item in quarantine. */
export const maxEventBytes = 256 * 1024

const head = whenAsked(() =>
  z.object({ type: z.string().min(1).max(100), campusId: idField('campus'), occurredAt: instantField() }),
)

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]))
}

/** A key for an event whose sender gave it no id: its content. */
export const contentKey = (event: Delivery['event']): string =>
  `content:${createHash('sha256')
    .update(JSON.stringify(sorted(event)))
    .digest('base64url')}`

const reason = (path: string, code: string, message: string): FieldProblem => ({ path, code, message })

function headProblems(event: Delivery['event']): FieldProblem[] {
  const parsed = head().safeParse(event)
  if (parsed.success) return []
  return parsed.error.issues.map(({ path, code, message }) => reason(path.join('.'), code, message))
}

/**
 * Whether a partner may post this event, and whether it has the shape that its type asks for.
 * @param partner as registered; undefined for one that is not
 * Rule: Least privilege, Bad input.
 */
export function checkDelivery(
  subscriptions: readonly PartnerSubscription<CampusContext>[],
  partner: Partner | undefined,
  { event }: Delivery,
): Checked {
  if (!partner) return { ok: false, reasons: [reason('partnerId', 'unknownPartner', 'The partner is not registered.')] }
  const parsed = head().safeParse(event)
  if (!parsed.success) return { ok: false, reasons: headProblems(event) }
  const { type, campusId } = parsed.data
  const subscription = subscriptions.find(({ contract }) => contract.name === type)
  const reasons: FieldProblem[] = []
  if (!subscription || !partner.eventTypes.includes(type)) {
    reasons.push(reason('type', 'typeNotAllowed', 'The partner is not registered for this type.'))
  }
  if (partner.campuses !== 'all' && !partner.campuses.includes(campusId)) {
    reasons.push(reason('campusId', 'campusNotAllowed', 'The partner is not registered for this campus.'))
  }
  if (!subscription || reasons.length > 0) return { ok: false, reasons }
  const body = subscription.parse(event.data)
  if (!body.ok) return { ok: false, reasons: body.problems }
  return { ok: true, admitted: { subscription, campusId, run: body.run } }
}
