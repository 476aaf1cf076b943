import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Centihours } from '@tutelage/shared/kernel/centihours.ts'
import { accept, type Decision } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { type Purchase, writePurchase } from '../lesson-hours/purchase-store.ts'
import { type Instalment, planFor } from '../tuition/dunning.ts'
import { dunningPolicy } from '../tuition/policy.ts'
import { nextReminderAt } from '../tuition/remind-due-tuition.ts'
import type { TuitionQuote } from './tuition-quote.ts'

/** Hours that are agreed on now. */
interface Agreed {
  readonly enrollmentId: Id<'enrollment'>
  readonly centihours: Centihours
  readonly quote: Pick<TuitionQuote, 'priceMinor' | 'rules'> & { readonly listPrice: { readonly currency: string } }
  readonly plan: readonly Instalment[] | undefined
  readonly today: LocalDate
}

/**
 * A purchase with the plan by which it is to be paid, and the write that keeps it and files its first reminder.
 * @returns both, or refuses `planNotThePrice`
 * Rule: E3, E8.
 */
export async function newPurchase(
  context: CampusContext,
  { enrollmentId, centihours, quote, plan, today }: Agreed,
): Promise<Decision<{ readonly purchase: Purchase; readonly write: Write }, 'planNotThePrice'>> {
  const { priceMinor, listPrice, rules } = quote
  const { dueDays } = await dunningPolicy.load(context)
  const planned = planFor(priceMinor, { plan, today, dueDays })
  if (!planned.ok) return planned
  const purchase: Purchase = {
    purchaseId: context.ids.next('purchase'),
    ...{ enrollmentId, centihours, priceMinor, currency: listPrice.currency, purchasedAt: context.now },
    rules: [...rules],
    plan: [...planned.value],
    remindersTold: 0,
  }
  const remindAt = await nextReminderAt(context, purchase)
  return accept({ purchase, write: writePurchase(context, { value: purchase, version: 0 }, remindAt) })
}

/** A purchase as it is shown. */
export const purchaseView = ({ remindersTold: _, ...purchase }: Purchase) => purchase
