import { partnerPaymentReceived } from '@tutelage/shared/contracts/partner-events.ts'
import { onPartner, type PartnerSubscription } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { takeGatewayPayment } from './pay-tuition.ts'

/** What payment gateways post. */
export const partnerSubscriptions: readonly PartnerSubscription<CampusContext>[] = [
  onPartner(partnerPaymentReceived, 'take-gateway-payment', takeGatewayPayment),
]
