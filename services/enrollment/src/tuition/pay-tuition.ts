import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { payTuition as contract } from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import type { partnerPaymentReceived } from '@tutelage/shared/contracts/partner-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { isBefore } from '@tutelage/shared/kernel/instant.ts'
import type * as z from 'zod'
import { findPaymentNamed, type Payment } from './payment-store.ts'
import { bookReceipt, receiveTuition } from './receive-tuition.ts'

/** Books money that a member of staff received now (see `receiveTuition`). Rule: E3. */
export const payTuition = ({ params, body }: RequestOf<typeof contract>, context: CampusContext) =>
  receiveTuition(context, {
    enrollmentId: params.enrollmentId,
    ...body,
    source: body.means,
    paidAt: context.now,
  })

type GatewayPayment = z.output<typeof partnerPaymentReceived.data>

/**
 * Books money that a payment gateway received. The same payment told again changes nothing.
 * @returns the payment, or refuses as `receiveTuition`, and `currencyMismatch` with both currencies
 * @throws NotFound of the enrollment
 * Rule: E3, domain §8 (partners).
 */
export async function takeGatewayPayment(data: GatewayPayment, context: CampusContext) {
  const { currency } = await loadCampus(context)
  if (data.currency !== currency) return refuse('currencyMismatch', { campus: currency, payment: data.currency })
  const { enrollmentId, amountMinor, reference } = data
  const source = context.scope.actor.id
  const earlier = await findPaymentNamed(context, { source, reference })
  if (earlier) return toldAgain(earlier, data)
  // A gateway whose clock is ahead cannot have been paid after we heard of it.
  const paidAt = isBefore(data.paidAt, context.now) ? data.paidAt : context.now
  const booked = await bookReceipt(context, { enrollmentId, amountMinor, means: 'gateway', source, reference, paidAt })
  if (booked.ok) return booked
  // The same payment, told at once on another way, may be what leaves nothing to pay.
  const meanwhile = await findPaymentNamed(context, { source, reference })
  return meanwhile ? toldAgain(meanwhile, data) : booked
}

const toldAgain = (earlier: Payment, { enrollmentId, amountMinor }: GatewayPayment) =>
  earlier.enrollmentId === enrollmentId && earlier.amountMinor === amountMinor
    ? accept(earlier)
    : refuse('referenceUsed', { paymentId: earlier.paymentId })
