import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import type { Payment } from './payment-store.ts'
import type { RefundQuote } from './refund.ts'

/** A quote as it is shown: what goes back, and by which means. */
export const quoteView = (
  { enrollmentId, currency }: HoursAccount,
  { centihours, amountMinor, shares }: RefundQuote,
  payments: ReadonlyMap<Id<'payment'>, Stored<Payment>>,
) => ({
  enrollmentId,
  centihours,
  amountMinor,
  currency,
  shares: shares.flatMap((share) => {
    const payment = payments.get(share.paymentId)
    const { paymentId, centihours: hoursBack, amountMinor: moneyBack } = share
    return payment ? [{ paymentId, means: payment.value.means, centihours: hoursBack, amountMinor: moneyBack }] : []
  }),
})
