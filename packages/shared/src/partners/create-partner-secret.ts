import type { RequestOf } from '../contracts/define-route.ts'
import type { PartnerRoutes } from '../contracts/partner-routes.ts'
import type { Context } from '../data/context.ts'
import { accept } from '../kernel/decision.ts'
import { NotFound } from '../kernel/failures.ts'
import type { RandomBytes } from '../kernel/ids.ts'
import { addMs, hourMs, type Instant } from '../kernel/instant.ts'
import { findPartner, liveSecrets, type Partner, writePartner } from './partner-store.ts'
import { seesAll, shownPartner } from './register-partner.ts'
import { secretPrefix } from './verify-signature.ts'

type Secret = Partner['secrets'][number]

const earlier = (a: Instant | undefined, b: Instant): Instant => (a !== undefined && a < b ? a : b)

/** A new secret beside at most one older, which is retired at the end of the overlap or when it already was to be. */
export function rotateSecrets(partner: Partner, fresh: Secret, retiresAt: Instant): Partner {
  const [newest] = liveSecrets(partner, fresh.createdAt)
  const kept =
    newest && retiresAt > fresh.createdAt ? [{ ...newest, retiresAt: earlier(newest.retiresAt, retiresAt) }] : []
  return { ...partner, secrets: [fresh, ...kept] }
}

/**
 * Makes a signing secret of a partner and shows it this once. The one before stays valid for the overlap, any older
 * ones end now.
 * @throws NotFound of `partner`, also of one that may post for a campus which the caller does not see
 */
export async function createPartnerSecret(
  { params, body }: RequestOf<PartnerRoutes['createPartnerSecret']>,
  context: Context,
  random: RandomBytes,
) {
  const stored = await findPartner(context.table, context.scope, params.partnerId)
  if (!stored || !seesAll(context.scope, stored.value.campuses)) throw new NotFound('partner')
  const bytes = new Uint8Array(32)
  random(bytes)
  const secret = `${secretPrefix}${Buffer.from(bytes).toString('base64')}`
  const fresh = { secretId: context.ids.next('request'), createdAt: context.now, secret }
  const partner = rotateSecrets(stored.value, fresh, addMs(context.now, body.overlapHours * hourMs))
  const { secrets } = shownPartner({ value: partner, version: stored.version + 1 })
  const answer = { secretId: fresh.secretId, secret, secrets }
  return accept(await context.commit({ writes: [writePartner(context.scope, partner, stored.version)], answer }))
}
