import { createHash } from 'node:crypto'
import * as z from 'zod'
import { idField, instantField } from '../contracts/fields.ts'
import { quarantineStatusField } from '../contracts/partner-routes.ts'
import { defineItem, type Stored } from '../data/define-item.ts'
import { chainKey, chainPartition } from '../data/keys.ts'
import type { IndexAttributes, ItemKey, Table, Write } from '../data/table.ts'
import { type Id, idFromDigest } from '../kernel/ids.ts'
import { addMs, dayMs, epochMs } from '../kernel/instant.ts'
import type { Scope } from '../kernel/scope.ts'

/** What a partner sent may be personal: it is not kept longer than this. */
const lifeMs = 30 * dayMs

const quarantinedItem = defineItem('quarantined', () =>
  z.object({
    quarantinedId: idField('quarantined'),
    /** As the sender named itself. */
    partnerId: z.string(),
    /** By which the partner's repetitions are known. */
    deliveryKey: z.string(),
    eventType: z.string(),
    campusId: idField('campus').optional(),
    receivedAt: instantField(),
    reasons: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
    status: quarantineStatusField(),
    /** JSON of what was sent. */
    payload: z.string(),
  }),
)

/** An event of a partner that could not be taken in. */
export type Quarantined = ReturnType<typeof quarantinedItem.read>['value']
export type StoredQuarantined = Stored<Quarantined>
export type QuarantineStatus = Quarantined['status']

const keyOf = (scope: Scope, id: Id<'quarantined'>): ItemKey => chainKey(scope, `QUARANTINED#${id}`, 'QUARANTINED')

/** The same delivery sent again stands in quarantine once. */
export const quarantinedIdOf = (partnerId: string, deliveryKey: string): Id<'quarantined'> =>
  idFromDigest(
    'quarantined',
    createHash('sha256')
      .update(JSON.stringify([partnerId, deliveryKey]))
      .digest(),
  )

const listed = (scope: Scope, { status, receivedAt, quarantinedId }: Quarantined): IndexAttributes => ({
  lookupPk: chainPartition(scope, `QUARANTINE#${status}`),
  lookupSk: `${receivedAt}#${quarantinedId}`,
})

/** @param version as it was read, 0 for a new one */
export const writeQuarantined = (scope: Scope, value: Quarantined, version: number): Write =>
  quarantinedItem.write(keyOf(scope, value.quarantinedId), value, {
    version,
    indexes: listed(scope, value),
    expiresAt: Math.ceil(epochMs(addMs(value.receivedAt, lifeMs)) / 1000),
  })

export async function findQuarantined(
  table: Table,
  scope: Scope,
  id: Id<'quarantined'>,
): Promise<StoredQuarantined | undefined> {
  return quarantinedItem.find(await table.get(keyOf(scope, id)))
}

/** One page of a status, latest first. */
export async function listStoredQuarantine(
  table: Table,
  scope: Scope,
  page: { readonly status: QuarantineStatus; readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ readonly items: readonly StoredQuarantined[]; readonly nextCursor?: string }> {
  const { status, limit, cursor } = page
  const pk = chainPartition(scope, `QUARANTINE#${status}`)
  const found = await table.query({
    index: 'lookup',
    pk,
    limit,
    descending: true,
    ...(cursor !== undefined && { cursor }),
  })
  const items = found.items.map(quarantinedItem.read)
  return { items, ...(found.nextCursor !== undefined && { nextCursor: found.nextCursor }) }
}
