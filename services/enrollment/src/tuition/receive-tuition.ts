import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { tuitionPaid } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import type { AmountMinor } from '@tutelage/shared/kernel/money.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { loadClassGroup } from '../catalogue/catalogue-store.ts'
import { loadEnrollment } from '../enrolling/enrollment-store.ts'
import { checkCharge } from '../enrolling/load-charge.ts'
import type { PrepaymentRefusal } from '../enrolling/prepayment.ts'
import { type HoursAccount, outstanding, remainingHours } from '../lesson-hours/hours-account.ts'
import { appendEntry, loadAccount, writeAccount } from '../lesson-hours/hours-account-store.ts'
import { receivePayment } from './payment.ts'
import { claimName, findClaim, type Payment, writePayment } from './payment-store.ts'

/** Money that came in for an enrollment. */
export interface Receipt {
  readonly enrollmentId: Id<'enrollment'>
  readonly amountMinor: AmountMinor
  readonly means: Payment['means']
  /** Who vouches for the reference: the partner's id, or the means. */
  readonly source: string
  readonly reference: string
  readonly paidAt: Instant
}

/** A payment as it is shown. */
export type BookedPayment = Omit<Payment, 'refunds'>

/** Asks that the family be told; the money is theirs, so it is a receipt. */
function receiptMessage(context: CampusContext, { studentId }: HoursAccount, payment: BookedPayment): NewEvent {
  const { paymentId, amountMinor, openedCentihours, outstandingMinor } = payment
  return requestMessage(context, {
    occasion: `paid:${paymentId}`,
    category: 'receipt',
    template: 'tuitionReceived',
    recipient: { studentId },
    params: { paymentId, amountMinor, openedCentihours, outstandingMinor },
  })
}

function paid(
  context: CampusContext,
  { value: account, version }: Stored<HoursAccount>,
  payment: BookedPayment,
): NewEvent {
  const { enrollmentId, studentId, householdId } = account
  const { paymentId, amountMinor, currency, means, paidAt } = payment
  const occurrence = {
    campusId: context.campus.campusId,
    aggregateId: enrollmentId,
    aggregateVersion: version + 1,
    occurredAt: paidAt,
  }
  const data = { paymentId, enrollmentId, studentId, householdId, amountMinor, currency, means, paidAt }
  return happened(tuitionPaid, occurrence, data)
}

/** The account and the payment after the money was booked, with the entry that did it. */
function book(context: CampusContext, account: HoursAccount, receipt: Receipt) {
  const { amountMinor, means, reference, paidAt } = receipt
  const paymentId = context.ids.next('payment')
  const facts = { occurredAt: paidAt, recordedAt: context.now, causationId: context.correlationId }
  const entryId = context.ids.next('entry')
  const booking = receivePayment(account, { paymentId, amountMinor, paidAt }, { ...facts, entryId })
  if (!booking.ok) return booking
  const { posting, openedCentihours } = booking.value
  // A top-up arms the reminder again. Rule: E8.
  const after: HoursAccount = { ...booking.value.account, lowBalanceTold: false }
  const { enrollmentId, currency } = account
  const booked = { paymentId, enrollmentId, amountMinor, currency, means, reference, paidAt, openedCentihours }
  const payment: BookedPayment = { ...booked, outstandingMinor: outstanding(after) }
  return accept({ account: after, entry: posting.entry, payment })
}

/** Whether what is paid ahead then keeps within the campus's policy. */
async function checkAhead(context: CampusContext, account: HoursAccount) {
  const [{ startsOn }, classGroup] = await Promise.all([
    loadEnrollment(context, account.enrollmentId),
    loadClassGroup(context, account.classGroupId),
  ])
  return checkCharge(context, { classGroup, startsOn, centihours: remainingHours(account) })
}

/**
 * Books money received: prepaid tuition, hours in proportion, what was owed repaid first. A reference pays once, for ever.
 * @returns the payment, or refuses `referenceUsed` with the payment that it paid for, `overpaid`, `opensNoHours` (see
 * `receivePayment`), and what the campus may not take ahead (see `checkPrepayment`)
 * @throws NotFound of the enrollment
 * Rule: E3, E5.
 */
export async function receiveTuition(
  context: CampusContext,
  receipt: Receipt,
): Promise<Decision<BookedPayment, 'referenceUsed' | 'overpaid' | 'opensNoHours' | PrepaymentRefusal>> {
  const paymentId = await findClaim(context, receipt)
  return paymentId ? refuse('referenceUsed', { paymentId }) : bookReceipt(context, receipt)
}

/**
 * The same under a reference that has not paid yet.
 * @throws NotFound of the enrollment
 * Rule: E3, E5.
 */
export async function bookReceipt(
  context: CampusContext,
  receipt: Receipt,
): Promise<Decision<BookedPayment, 'overpaid' | 'opensNoHours' | PrepaymentRefusal>> {
  const stored = await loadAccount(context, receipt.enrollmentId)
  const booked = book(context, stored.value, receipt)
  if (!booked.ok) return booked
  const { account, entry, payment } = booked.value
  const prepayment = await checkAhead(context, account)
  if (!prepayment.ok) return prepayment
  return accept(
    await context.commit({
      writes: [
        writeAccount(context, account, stored.version),
        appendEntry(context, account.enrollmentId, entry),
        writePayment(context, { ...payment, refunds: 0 }, 0),
        claimName(context, receipt, payment.paymentId),
      ],
      events: [paid(context, stored, payment), receiptMessage(context, account, payment)],
      answer: payment,
    }),
  )
}
