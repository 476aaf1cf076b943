import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import * as contracts from '@tutelage/shared/contracts/leads/messages-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { type Message, queryHouseholdMessages } from './message-store.ts'
import { showUnsubscribe, unsubscribe } from './unsubscribe.ts'

function replyOf({ messageId, occasion, category, channel, template, requestedAt, state }: Message) {
  const base = { messageId, occasion, category, channel, template, requestedAt, status: state.status }
  if (state.status === 'sent') return { ...base, sentAt: state.sentAt }
  return state.status === 'suppressed' ? { ...base, reason: state.reason } : base
}

export const messageRoutes = [
  bindRoute(contracts.listMessages, async ({ params, query }, context: CampusContext) => {
    const page = await queryHouseholdMessages(context, { householdId: params.householdId, ...query })
    return accept({ ...page, items: page.items.map(replyOf) })
  }),
  bindRoute(contracts.showUnsubscribePage, ({ params }, context: CampusContext) =>
    showUnsubscribe(context, params.token),
  ),
  bindRoute(contracts.unsubscribe, ({ params }, context: CampusContext) => unsubscribe(context, params.token)),
]
