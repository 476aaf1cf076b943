import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { listCareMessages as contract } from '@tutelage/shared/contracts/loyalty/care-message-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type { CareMessage } from './care-message.ts'
import { careMessagePage } from './care-message-store.ts'

const replyOf = ({ messageId, occasion, studentId, requestedAt, state }: CareMessage) => ({
  messageId,
  occasion,
  ...(studentId && { studentId }),
  ...state,
  requestedAt,
})

/** A household's care messages, latest first: asked for, sent, or held back and why. Rule: Y10. */
export async function listCareMessages({ params, query }: RequestOf<typeof contract>, context: CampusContext) {
  const page = await careMessagePage(context, params.householdId, query)
  return accept({ ...page, items: page.items.map(({ value }) => replyOf(value)) })
}
