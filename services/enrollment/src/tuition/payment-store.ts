import { paymentReply } from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import { idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { readAll } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'

const paymentItem = defineItem('payment', () => paymentReply().extend({ refunds: z.int() }))
/** A payment as it was booked, and how many refunds it had. */
export type Payment = ReturnType<typeof paymentItem.read>['value']

/** What names money for ever: who vouches for the reference, and the reference. */
export interface PaymentName {
  /** The partner's id, or the means. */
  readonly source: string
  readonly reference: string
}

const claimItem = defineItem('paymentReference', () => z.object({ paymentId: idField('payment') }))

const paymentKey = ({ campus }: CampusContext, paymentId: Id<'payment'>): ItemKey =>
  campusKey(campus, `PAYMENT#${paymentId}`, 'PAYMENT')
const claimKey = ({ campus }: CampusContext, { source, reference }: PaymentName): ItemKey =>
  campusKey(campus, `PAYMENTREFERENCE#${source}`, encodeURIComponent(reference))
const ofEnrollment = ({ campus }: CampusContext, enrollmentId: Id<'enrollment'>): string =>
  campusPartition(campus, `PAYMENTS#${enrollmentId}`)

/** @throws NotFound when the campus has no such payment */
export async function loadPayment(context: CampusContext, paymentId: Id<'payment'>): Promise<Stored<Payment>> {
  const stored = paymentItem.find(await context.table.get(paymentKey(context, paymentId)))
  if (!stored) throw new NotFound('payment')
  return stored
}

/** One call reads this many keys. */
const keysAtOnce = 100

/** The payments that exist, in the order asked. */
export async function loadPayments(
  context: CampusContext,
  paymentIds: readonly Id<'payment'>[],
): Promise<readonly Stored<Payment>[]> {
  const found: Stored<Payment>[] = []
  for (let from = 0; from < paymentIds.length; from += keysAtOnce) {
    const keys = paymentIds.slice(from, from + keysAtOnce).map((id) => paymentKey(context, id))
    found.push(...(await context.table.getMany(keys)).flatMap((item) => paymentItem.find(item) ?? []))
  }
  return found
}

/** @param version as it was read, or 0 for a new payment */
export const writePayment = (context: CampusContext, payment: Payment, version: number): Write =>
  paymentItem.write(paymentKey(context, payment.paymentId), payment, {
    version,
    indexes: {
      lookupPk: ofEnrollment(context, payment.enrollmentId),
      lookupSk: `${payment.paidAt}#${payment.paymentId}`,
    },
  })

/** The payment that a name paid for already, of an enrollment or of a year plan. */
export const findClaim = async (context: CampusContext, name: PaymentName): Promise<Id<'payment'> | undefined> =>
  claimItem.find(await context.table.get(claimKey(context, name)))?.value.paymentId

/** The payment of an enrollment that a name paid for already. */
export async function findPaymentNamed(context: CampusContext, name: PaymentName): Promise<Payment | undefined> {
  const paymentId = await findClaim(context, name)
  return paymentId && (await loadPayment(context, paymentId)).value
}

/** Claims a name for ever; the commit fails when it paid for something by then. */
export const claimName = (context: CampusContext, name: PaymentName, paymentId: Id<'payment'>): Write =>
  claimItem.write(claimKey(context, name), { paymentId }, { version: 0 })

/** The payments of an enrollment, oldest first; it may be a moment behind. */
export async function listPaymentsOf(
  context: CampusContext,
  enrollmentId: Id<'enrollment'>,
): Promise<readonly Payment[]> {
  const pk = ofEnrollment(context, enrollmentId)
  return (await readAll(context.table, paymentItem, { index: 'lookup', pk })).map(({ value }) => value)
}
