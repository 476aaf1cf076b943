import { createHash } from 'node:crypto'
import type { FieldProblem } from '../contracts/bind-route.ts'
import { idField } from '../contracts/fields.ts'
import type { PartnerSubscription } from '../contracts/subscribe.ts'
import type { CampusContext, Change, Context } from '../data/context.ts'
import { guardAt } from '../data/guard.ts'
import type { Write } from '../data/table.ts'
import type { Decision } from '../kernel/decision.ts'
import { NotFound } from '../kernel/failures.ts'
import { type Actor, enterCampus, type Scope } from '../kernel/scope.ts'
import { type Admitted, checkDelivery, type Delivery } from './delivery.ts'
import type { Partner } from './partner-store.ts'
import { findQuarantined, type Quarantined, quarantinedIdOf, writeQuarantined } from './quarantine-store.ts'

/** What became of a delivery. */
export type TakenIn =
  | { readonly status: 'accepted' | 'duplicate' }
  /** Nothing happened; why. */
  | { readonly status: 'bad'; readonly reasons: readonly FieldProblem[] }

/** Taken in, with what a commit carries along. */
export interface Taking {
  readonly subscriptions: readonly PartnerSubscription<CampusContext>[]
  readonly partner: Partner | undefined
  readonly delivery: Delivery
  /** Written together with the effect. */
  readonly also?: readonly Write[]
  /** What the commit answers, where its runner compares. */
  readonly answer?: unknown
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** A partner acts in the campuses that it is registered for, under its own name. */
function partnerScope({ partnerId, campuses }: Partner): Scope {
  const actor: Actor = { kind: 'partner', id: partnerId }
  return { actor, campuses }
}

const deliveryGuard = (context: Context, admitted: Admitted, { partnerId, key }: Delivery) => {
  const eventId = digest(JSON.stringify([partnerId, key]))
  return guardAt(context.table, { kind: 'inbox', subscription: admitted.subscription.name, eventId }, context.scope, '')
}

/** The context in which the partner's use case runs; its commit writes the de-duplication with the effect. */
function partnerContext(context: Context, taking: Taking, admitted: Admitted): CampusContext {
  const scope = taking.partner ? partnerScope(taking.partner) : context.scope
  const campus = enterCampus(scope, admitted.campusId)
  if (!campus) throw new NotFound('campus')
  const guard = deliveryGuard(context, admitted, taking.delivery)
  return {
    ...context,
    scope,
    campus,
    async commit<Answer>(change: Change<Answer>): Promise<Answer> {
      const writes = [guard.write(context.now, { answer: null }), ...change.writes, ...(taking.also ?? [])]
      await context.commit({ ...change, writes, answer: 'answer' in taking ? taking.answer : change.answer })
      return change.answer
    },
  }
}

/** The use case's own word on the event; what it does not find may be mended, so it is a reason as well. */
async function decide(admitted: Admitted, context: CampusContext): Promise<Decision<unknown>> {
  try {
    return await admitted.run(context)
  } catch (error) {
    if (error instanceof NotFound) return { ok: false, code: 'notFound', details: { what: error.what } }
    throw error
  }
}

/**
 * Takes an event of a partner in: checks it, and runs its use case as the partner, once for each key of the delivery.
 * @throws NotYet and outages: the delivery is worth trying again as it is
 */
export async function takeIn(taking: Taking, context: Context): Promise<TakenIn> {
  const checked = checkDelivery(taking.subscriptions, taking.partner, taking.delivery)
  if (!checked.ok) return { status: 'bad', reasons: checked.reasons }
  const { admitted } = checked
  if (await deliveryGuard(context, admitted, taking.delivery).earlier()) return { status: 'duplicate' }
  const decision = await decide(admitted, partnerContext(context, taking, admitted))
  if (decision.ok) return { status: 'accepted' }
  const what = 'what' in decision.details ? ` (${String(decision.details.what)})` : ''
  const message = `The rules refused it: ${decision.code}${what}.`
  return { status: 'bad', reasons: [{ path: 'data', code: decision.code, message }] }
}

function quarantinedOf(delivery: Delivery, reasons: readonly FieldProblem[], now: Context['now']): Quarantined {
  const { partnerId, key, event } = delivery
  const campusId = idField('campus').safeParse(event.campusId)
  return {
    quarantinedId: quarantinedIdOf(partnerId, key),
    partnerId,
    deliveryKey: key,
    eventType: typeof event.type === 'string' ? event.type.slice(0, 100) : '',
    ...(campusId.success && { campusId: campusId.data }),
    receivedAt: now,
    reasons: [...reasons],
    status: 'open',
    payload: JSON.stringify(event),
  }
}

/**
 * Puts a delivery into quarantine, once however often it comes. Not by `commit`: it is a record beside the refusal, and
 * stands although nothing else happened.
 */
export async function quarantine(delivery: Delivery, reasons: readonly FieldProblem[], context: Context) {
  const quarantined = quarantinedOf(delivery, reasons, context.now)
  const { quarantinedId } = quarantined
  const before = await findQuarantined(context.table, context.scope, quarantinedId)
  if (!before) await context.table.transact([writeQuarantined(context.scope, quarantined, 0)])
  const { campusId, partnerId } = quarantined
  context.log.warn('partner event quarantined', { quarantinedId, partnerId, campusId, code: reasons[0]?.code })
  return quarantinedId
}
