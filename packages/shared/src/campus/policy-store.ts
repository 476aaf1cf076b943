import * as z from 'zod'
import { whenAsked } from '../contracts/deferred.ts'
import { instantField } from '../contracts/fields.ts'
import type { CampusContext } from '../data/context.ts'
import { campusKey, campusPartition } from '../data/keys.ts'
import type { ItemValue, Table, Write } from '../data/table.ts'
import type { CampusScope } from '../kernel/scope.ts'

/** A policy as a campus set it last. */
export interface StoredPolicy {
  readonly settings: ItemValue | undefined
  readonly version: number
}

const settingsField = whenAsked(() => z.json())

const partition = (name: string): string => `POLICY#${name}`
const versionSort = (version: number): string => `CHANGE#${String(version).padStart(8, '0')}`

/** @param options consistent is needed only to decide a write by it; a policy hardly ever changes */
export async function readPolicy(
  table: Table,
  campus: CampusScope,
  name: string,
  options: { readonly consistent: boolean } = { consistent: true },
): Promise<StoredPolicy | undefined> {
  const item = await table.get(campusKey(campus, partition(name), 'CURRENT'), options)
  return item && { settings: item.settings, version: item.version }
}

/** Replaces a policy and keeps who did it, when, and what was before. */
export function writePolicy(
  { campus, scope, now }: CampusContext,
  name: string,
  { before, after }: { readonly before: StoredPolicy | undefined; readonly after: unknown },
): Write[] {
  const version = (before?.version ?? 0) + 1
  const settings = settingsField().parse(after)
  const change = { changedAt: now, changedBy: { ...scope.actor }, before: before?.settings ?? null, after: settings }
  return [
    {
      op: 'put',
      item: { ...campusKey(campus, partition(name), 'CURRENT'), entity: 'policy', version, settings },
      when: before ? { version: before.version } : 'absent',
    },
    {
      op: 'put',
      item: {
        ...campusKey(campus, partition(name), versionSort(version)),
        entity: 'policyChange',
        version: 1,
        ...change,
      },
      when: 'absent',
    },
  ]
}

const changeItem = whenAsked(() =>
  z.object({
    changedAt: instantField(),
    changedBy: z.object({ kind: z.string(), id: z.string() }),
    before: settingsField(),
    after: settingsField(),
  }),
)

/** One page of a policy's changes, latest first. */
export async function listPolicyChanges(
  table: Table,
  campus: CampusScope,
  { name, limit, cursor }: { readonly name: string; readonly limit: number; readonly cursor?: string | undefined },
) {
  const page = await table.query({
    pk: campusPartition(campus, partition(name)),
    sk: { beginsWith: 'CHANGE#' },
    descending: true,
    limit,
    ...(cursor !== undefined && { cursor }),
  })
  const items = page.items.map((item) => ({ version: Number(item.sk.slice(7)), ...changeItem().parse(item) }))
  return { items, ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }) }
}
