import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { type Reminder, reminderBy, remindersOf, unpaidOf } from '../tuition/dunning.ts'
import { dunningPolicy } from '../tuition/policy.ts'
import { nextReminderAt } from '../tuition/remind-due-tuition.ts'
import { findRemindersAt, writeReminders } from './plan-reminder-store.ts'
import type { YearPlan } from './year-plan.ts'
import { loadYearPlan } from './year-plan-store.ts'

/** What is due, and which reminders of it have come by today. */
async function reminderNow(context: CampusContext, { instalments }: YearPlan, remindersTold: number) {
  const [policy, today] = await Promise.all([dunningPolicy.load(context), campusToday(context)])
  return reminderBy(remindersOf(instalments, policy), { remindersTold, today })
}

/** Files the first reminder of a plan that is signed now; of what is due by then the family is told at the desk. Rule: E8, E11. */
export async function armReminders(context: CampusContext, plan: YearPlan): Promise<Write> {
  const { yearPlanId, instalments } = plan
  const { remindersTold } = await reminderNow(context, plan, 0)
  const remindAt = await nextReminderAt(context, { plan: [...instalments], remindersTold })
  return writeReminders(context, { value: { yearPlanId, remindersTold }, version: 0 }, remindAt)
}

function message(
  context: CampusContext,
  { yearPlanId, studentId }: YearPlan,
  { reminder: { kind, dueOn }, unpaidMinor }: { readonly reminder: Reminder; readonly unpaidMinor: number },
) {
  return requestMessage(context, {
    occasion: `tuition:${kind}:${yearPlanId}:${dueOn}`,
    category: 'service',
    template: kind === 'due' ? 'tuitionDue' : 'tuitionOverdue',
    recipient: { studentId },
    params: { yearPlanId, amountMinor: unpaidMinor, dueOn },
  })
}

/**
 * Reminds a family of an instalment of its year plan, as of any tuition: once before its day and once after it, nothing of what was paid
 * meanwhile, and nothing once the plan was left or has run out.
 * @param key of the plan's reminders, from the due index, which may be behind
 * Rule: E8, E11.
 */
export async function remindInstalment(key: ItemKey, context: CampusContext) {
  const stored = await findRemindersAt(context, key)
  if (!stored) return accept({ reminded: false })
  const { value: plan } = await loadYearPlan(context, stored.value.yearPlanId)
  const { reminder, remindersTold } = await reminderNow(context, plan, stored.value.remindersTold)
  const unpaidMinor = reminder ? unpaidOf(reminder, plan.receivedMinor) : 0
  const isOpen = plan.state.status === 'active' || plan.state.status === 'completed'
  const events = reminder && unpaidMinor > 0 && isOpen ? [message(context, plan, { reminder, unpaidMinor })] : []
  const next = isOpen ? await nextReminderAt(context, { plan: [...plan.instalments], remindersTold }) : undefined
  const writes = [writeReminders(context, { ...stored, value: { ...stored.value, remindersTold } }, next)]
  return accept(await context.commit({ writes, events, answer: { reminded: events.length > 0 } }))
}
