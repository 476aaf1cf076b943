import * as z from 'zod'
import { type CampusProfile, campusProfile } from '../contracts/campus.ts'
import { whenAsked } from '../contracts/deferred.ts'
import { campusKey, chainKey, chainPartition } from '../data/keys.ts'
import type { Item, ItemKey, Page, Table, Write } from '../data/table.ts'
import type { CampusId } from '../kernel/ids.ts'
import type { CampusScope, Scope } from '../kernel/scope.ts'

/** A campus as it is stored, with the version that its owner gave it. */
export interface StoredCampus {
  readonly profile: CampusProfile
  /** Of the campus where it is owned; grows with each change there. */
  readonly profileVersion: number
  /** Of the item in this table. */
  readonly version: number
}

const partition = 'CAMPUSES'
const profileKey = (campus: CampusScope): ItemKey => campusKey(campus, 'CAMPUS', 'PROFILE')
const zoneKey = (scope: Scope, { timeZone, campusId }: CampusProfile): ItemKey =>
  chainKey(scope, partition, `${timeZone}#${campusId}`)

const campusItem = whenAsked(() => z.object({ profile: campusProfile(), profileVersion: z.int(), version: z.int() }))
const storedOf = (item: Item): StoredCampus => campusItem().parse(item)

/**
 * The profile of a campus in this service's table.
 * @param options consistent is needed only to decide a write by it; a profile hardly ever changes
 */
export async function readCampus(
  table: Table,
  campus: CampusScope,
  options: { readonly consistent: boolean } = { consistent: true },
): Promise<StoredCampus | undefined> {
  const item = await table.get(profileKey(campus), options)
  return item && storedOf(item)
}

/** Stores a profile and files the campus under its time zone; `before` is what was read. */
export function writeCampus(
  campus: CampusScope,
  profile: CampusProfile,
  profileVersion: number,
  before?: StoredCampus,
) {
  const version = (before?.version ?? 0) + 1
  const listed = zoneKey(campus.scope, profile)
  const writes: Write[] = [
    {
      op: 'put',
      item: { ...profileKey(campus), entity: 'campus', version, profileVersion, profile },
      when: before ? { version: before.version } : 'absent',
    },
    { op: 'put', item: { ...listed, entity: 'campusOfZone', version, profile }, when: 'always' },
  ]
  const old = before && zoneKey(campus.scope, before.profile)
  if (old && old.sk !== listed.sk) writes.push({ op: 'delete', key: old, when: 'present' })
  return writes
}

/** One page of the chain's campuses, by time zone and id. */
export async function listCampusProfiles(
  table: Table,
  scope: Scope,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ readonly items: readonly CampusProfile[]; readonly nextCursor?: string }> {
  const { cursor, limit } = page
  const found = await table.query({
    pk: chainPartition(scope, partition),
    limit,
    ...(cursor !== undefined && { cursor }),
  })
  const items = found.items.map((item) => campusProfile().parse(item.profile))
  return { items, ...(found.nextCursor !== undefined && { nextCursor: found.nextCursor }) }
}

/** All campuses whose clocks go by this time zone. */
export async function campusesInZone(table: Table, scope: Scope, timeZone: string): Promise<readonly CampusId[]> {
  const found: CampusId[] = []
  const query = { pk: chainPartition(scope, partition), sk: { beginsWith: `${timeZone}#` }, limit: 1000 }
  let page: Page = await table.query(query)
  for (;;) {
    found.push(...page.items.map((item) => campusProfile().parse(item.profile).campusId))
    if (page.nextCursor === undefined) return found
    page = await table.query({ ...query, cursor: page.nextCursor })
  }
}
