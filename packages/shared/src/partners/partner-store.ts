import * as z from 'zod'
import { idField } from '../contracts/fields.ts'
import { partnerSecretField, partnerSettings } from '../contracts/partner-routes.ts'
import { defineItem, type Stored } from '../data/define-item.ts'
import { chainKey, chainPartition } from '../data/keys.ts'
import type { ItemKey, Table } from '../data/table.ts'
import type { PartnerId } from '../kernel/ids.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Scope } from '../kernel/scope.ts'

const partition = 'PARTNERS'

const partnerItem = defineItem('partner', () =>
  z.object({
    partnerId: idField('partner'),
    ...partnerSettings().shape,
    /** Live and lately retired, newest first. */
    secrets: z.array(z.object({ ...partnerSecretField().shape, secret: z.string() })),
  }),
)

/** A partner as it is registered at this service, with its secrets. */
export type Partner = ReturnType<typeof partnerItem.read>['value']
export type StoredPartner = Stored<Partner>

const keyOf = (scope: Scope, partnerId: PartnerId): ItemKey => chainKey(scope, partition, partnerId)

export async function findPartner(
  table: Table,
  scope: Scope,
  partnerId: PartnerId,
): Promise<StoredPartner | undefined> {
  return partnerItem.find(await table.get(keyOf(scope, partnerId)))
}

/** @param version as it was read, 0 for a new partner */
export const writePartner = (scope: Scope, partner: Partner, version: number) =>
  partnerItem.write(keyOf(scope, partner.partnerId), partner, { version })

/** One page of the partners, by id. */
export async function listStoredPartners(
  table: Table,
  scope: Scope,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ readonly items: readonly StoredPartner[]; readonly nextCursor?: string }> {
  const pk = chainPartition(scope, partition)
  const page = await table.query({ pk, limit, ...(cursor !== undefined && { cursor }) })
  return {
    ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }),
    items: page.items.map(partnerItem.read),
  }
}

/** The secrets by which a message may be signed at this moment. */
export const liveSecrets = ({ secrets }: Partner, now: Instant): readonly Partner['secrets'][number][] =>
  secrets.filter(({ retiresAt }) => retiresAt === undefined || now < retiresAt)
