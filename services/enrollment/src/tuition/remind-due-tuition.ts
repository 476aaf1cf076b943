import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, type Decision } from '@tutelage/shared/kernel/decision.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { instantAt, localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { loadAccount } from '../lesson-hours/hours-account-store.ts'
import { findPurchaseAt, type Purchase, writePurchase } from '../lesson-hours/purchase-store.ts'
import { type Reminder, reminderBy, remindersOf, unpaidOf } from './dunning.ts'
import { dunningPolicy } from './policy.ts'

/** Families are not written to at night. */
const timeOfDay = '09:00'

/** When the next reminder of a plan comes; undefined when all are behind it. */
export async function nextReminderAt(
  context: CampusContext,
  { plan, remindersTold }: Pick<Purchase, 'plan' | 'remindersTold'>,
): Promise<Instant | undefined> {
  const [{ timeZone }, policy] = await Promise.all([loadCampus(context), dunningPolicy.load(context)])
  const next = remindersOf(plan, policy)[remindersTold]
  return next && instantAt(next.on, timeOfDay, timeZone)
}

/** What of a purchase was received; all of it, once the account does not know it as open. */
const receivedOf = ({ purchases }: HoursAccount, { purchaseId, priceMinor }: Purchase): number =>
  purchases.find((open) => open.purchaseId === purchaseId)?.receivedMinor ?? priceMinor

function reminderMessage(
  context: CampusContext,
  { enrollmentId, studentId }: HoursAccount,
  { purchaseId, reminder, amountMinor }: { purchaseId: string; reminder: Reminder; amountMinor: number },
) {
  const { kind, dueOn } = reminder
  return requestMessage(context, {
    occasion: `tuition:${kind}:${purchaseId}:${dueOn}`,
    category: 'service',
    template: kind === 'due' ? 'tuitionDue' : 'tuitionOverdue',
    recipient: { studentId },
    params: { enrollmentId, amountMinor, dueOn },
  })
}

/**
 * Reminds a family of what is due, once before its day and once after it; nothing is said of what was paid meanwhile, and of
 * days that were missed only the latest is told.
 * Rule: E8.
 */
export async function remindDueTuition(
  key: { readonly pk: string; readonly sk: string },
  context: CampusContext,
): Promise<Decision<unknown>> {
  const stored = await findPurchaseAt(context, key)
  if (!stored) return accept(null)
  const purchase = stored.value
  const [{ value: account }, { timeZone }, policy] = await Promise.all([
    loadAccount(context, purchase.enrollmentId),
    loadCampus(context),
    dunningPolicy.load(context),
  ])
  const reminders = remindersOf(purchase.plan, policy)
  const today = localDateOf(context.now, timeZone)
  const { reminder, remindersTold } = reminderBy(reminders, { ...purchase, today })
  const after = { ...purchase, remindersTold }
  const unpaid = reminder ? unpaidOf(reminder, receivedOf(account, purchase)) : 0
  const isOpen = account.state.status === 'active' || account.state.status === 'completed'
  const told = { purchaseId: purchase.purchaseId, amountMinor: unpaid }
  const events = reminder && unpaid > 0 && isOpen ? [reminderMessage(context, account, { ...told, reminder })] : []
  const next = isOpen ? await nextReminderAt(context, after) : undefined
  const writes = [writePurchase(context, { value: after, version: stored.version }, next)]
  return accept(await context.commit({ writes, events, answer: null }))
}
