import type { RequestOf } from '../contracts/define-route.ts'
import type { PartnerRoutes } from '../contracts/partner-routes.ts'
import type { PartnerSubscription } from '../contracts/subscribe.ts'
import type { CampusContext } from '../data/context.ts'
import { accept, refuse } from '../kernel/decision.ts'
import { maxEventBytes } from './delivery.ts'
import { findPartner, liveSecrets } from './partner-store.ts'
import { quarantine, takeIn } from './take-in.ts'
import { secretPrefix, signedId } from './verify-signature.ts'

/** Signs nothing; spends the same time on a partner that is not there. */
const nobodysSecret = `${secretPrefix}${'A'.repeat(44)}`

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Takes in a signed event of a partner. What is bad stands in quarantine and is told to the sender as well, who can mend
 * its side at once; its repetitions under the same webhook-id are one delivery.
 * @returns `accepted`, or `duplicate` for a webhook-id that took effect before; or refuses `signatureInvalid`, without
 * saying why; `eventTooLarge`; `quarantined` with the fields and the id in quarantine
 */
export async function takeInFromHttp(
  { params, body, raw }: RequestOf<PartnerRoutes['postPartnerEvent']>,
  context: CampusContext,
  subscriptions: readonly PartnerSubscription<CampusContext>[],
) {
  const { partnerId } = params
  const partner = (await findPartner(context.table, context.scope, partnerId))?.value
  const secrets = partner ? liveSecrets(partner, context.now).map(({ secret }) => secret) : [nobodysSecret]
  const id = signedId(raw, secrets, context.now)
  if (!partner || id === undefined) return refuse('signatureInvalid')
  if (Buffer.byteLength(raw.body) > maxEventBytes) return refuse('eventTooLarge', { maxBytes: maxEventBytes })
  const delivery = { partnerId, key: `id:${id}`, event: isRecord(body) ? body : { body } }
  const taken = await takeIn({ subscriptions, partner, delivery }, context)
  if (taken.status !== 'bad') return accept({ status: taken.status })
  const quarantinedId = await quarantine(delivery, taken.reasons, context)
  return refuse('quarantined', { quarantinedId, errors: taken.reasons })
}
