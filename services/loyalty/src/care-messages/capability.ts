import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { listCareMessages as contract } from '@tutelage/shared/contracts/loyalty/care-message-routes.ts'
import { messageRequested, messageSent, messageSuppressed } from '@tutelage/shared/contracts/message-events.ts'
import { on } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { careRules } from './care-policy.ts'
import { greetBirthdays } from './greet-birthdays.ts'
import { greetFestivals } from './greet-festivals.ts'
import { listCareMessages } from './list-care-messages.ts'
import { careEvents, recordSent, recordSuppressed } from './record-outcome.ts'

/** Care messages: birthdays and lunar festivals, each occasion once. */
export const careMessagesCapability: Capability<CampusContext> = {
  name: 'care-messages',
  rules: ['Y10'],
  routes: [bindRoute(contract, listCareMessages), ...careRules.routes],
  subscriptions: [
    on(messageSent, 'record-care-sent', recordSent),
    on(messageSuppressed, 'record-care-suppressed', recordSuppressed),
  ],
  jobs: [
    { kind: 'daily', name: 'greet-birthdays', at: '09:00', run: greetBirthdays },
    { kind: 'daily', name: 'greet-festivals', at: '09:00', run: greetFestivals },
  ],
  publishes: [messageRequested, ...careEvents],
}
