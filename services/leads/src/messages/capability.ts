import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { complaintFiled, complaintReopened, complaintResolved } from '@tutelage/shared/contracts/feedback/events.ts'
import { messageRequested, messageSent, messageSuppressed } from '@tutelage/shared/contracts/message-events.ts'
import { on } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { deliverMessageJob, messageKey } from './message-store.ts'
import { pausePromotions, resumePromotions } from './pause-promotions.ts'
import { messageRoutes } from './routes.ts'
import { sendMessage } from './send-message.ts'
import { takeMessageRequest } from './take-message-request.ts'

/** The chain's post office: what any service wants a family or a member of staff to be told goes out here, or not. */
export const messages: Capability<CampusContext> = {
  name: 'messages',
  rules: ['L12', 'Contact preference', 'F5'],
  routes: messageRoutes,
  subscriptions: [
    on(messageRequested, 'request-message', takeMessageRequest, ({ data }, context: CampusContext) =>
      sendMessage(context, messageKey(context.campus, data.occasion)),
    ),
    on(complaintFiled, 'pause-promotions', pausePromotions),
    on(complaintReopened, 'pause-promotions-again', pausePromotions),
    on(complaintResolved, 'resume-promotions', resumePromotions),
  ],
  jobs: [
    {
      kind: 'due',
      name: deliverMessageJob,
      run: (key, context) => sendMessage(context, { pk: key.pk, sk: key.sk }),
    },
  ],
  publishes: [messageSent, messageSuppressed],
  sendsMail: true,
}
