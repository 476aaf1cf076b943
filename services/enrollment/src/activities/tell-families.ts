import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { type Activity, placesOf, type SignUp } from './activity.ts'
import {
  findActivityAt,
  findSignUpAt,
  listSignUps,
  loadActivity,
  writeActivity,
  writeSignUp,
} from './activity-store.ts'

/** As many families as one commit tells of a cancellation. */
const familiesAtOnce = 50

const message = (context: CampusContext, activity: Activity, { studentId }: SignUp, template: string) =>
  requestMessage(context, {
    occasion: `${template}:${activity.activityId}:${studentId}`,
    category: 'service',
    template,
    recipient: { studentId },
    params: {
      'title.zh-CN': activity.title['zh-CN'],
      'title.en': activity.title.en,
      startsAt: activity.startsAt,
      place: activity.place,
    },
    notAfter: activity.startsAt,
  })

/**
 * Reminds a family of what it signed up for, once.
 * @param key of the sign-up's item, from the due index, which may be behind
 * @returns whether it was reminded now
 * Rule: E20.
 */
export async function remindOfActivity(key: ItemKey, context: CampusContext) {
  const signUp = await findSignUpAt(context, key)
  if (!signUp) return accept({ reminded: false })
  const { value: activity } = await loadActivity(context, signUp.value.activityId)
  const isExpected = placesOf(signUp.value) > 0 && activity.status === 'planned' && context.now < activity.startsAt
  const events = isExpected ? [message(context, activity, signUp.value, 'activityReminder')] : []
  const writes = [writeSignUp(context, signUp)]
  return accept(await context.commit({ writes, events, answer: { reminded: isExpected } }))
}

/**
 * Tells the families of a cancelled activity, some at a time; the activity keeps up to whom.
 * @param key of the activity's item, from the due index, which may be behind
 * @returns how many families were told now
 * Rule: E20.
 */
export async function tellActivityCancelled(key: ItemKey, context: CampusContext) {
  const stored = await findActivityAt(context, key)
  if (stored?.value.status !== 'cancelled') return accept({ told: 0 })
  const { value: activity, toldUpTo } = stored
  const page = { limit: familiesAtOnce, cursor: toldUpTo }
  const { items, nextCursor } = await listSignUps(context, activity.activityId, page)
  const events = items
    .filter(({ value }) => placesOf(value) > 0)
    .map(({ value }) => message(context, activity, value, 'activityCancelled'))
  const next = { ...stored, toldUpTo: nextCursor }
  const writes = [writeActivity(context, next, nextCursor === undefined ? undefined : context.now)]
  return accept(await context.commit({ writes, events, answer: { told: events.length } }))
}
