import { idField, languageField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { Load } from './rota.ts'

const consultantItem = defineItem('consultant', () =>
  z.object({
    staffId: idField('staff'),
    name: z.string(),
    email: z.string(),
    language: languageField(),
    capacityPer30Days: z.int().optional(),
    onLeave: z.boolean(),
    optedOut: z.boolean(),
  }),
)
/** Apart from the settings, so that taking a lead does not look like somebody's change of them. */
const loadItem = defineItem('consultantLoad', () =>
  z.object({ staffId: idField('staff'), lastTurn: z.int(), taken: z.record(z.string(), z.int()) }),
)

/** A consultant as the manager registered them. */
export type Consultant = ReturnType<typeof consultantItem.read>['value']

const settings = 'CONSULTANTS'
const loads = 'CONSULTANT_LOADS'
const settingsKey = ({ campus }: CampusContext, id: StaffId): ItemKey => campusKey(campus, settings, id)
const loadKey = ({ campus }: CampusContext, id: StaffId): ItemKey => campusKey(campus, loads, id)

export const findConsultant = async (context: CampusContext, id: StaffId): Promise<Stored<Consultant> | undefined> =>
  consultantItem.find(await context.table.get(settingsKey(context, id)))

/** One page of the campus's consultants, by id. */
export async function readConsultants(
  { table, campus }: CampusContext,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
) {
  const page = await table.query({
    pk: campusPartition(campus, settings),
    limit,
    ...(cursor !== undefined && { cursor }),
  })
  const items = page.items.map(consultantItem.read)
  return { items, ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }) }
}

/** What each consultant has taken, `version` 0 for whoever took nothing yet. */
export async function readLoads(context: CampusContext, ids: readonly StaffId[]): Promise<readonly Load[]> {
  const loads: Load[] = []
  for (let from = 0; from < ids.length; from += 100) {
    const some = ids.slice(from, from + 100)
    const items = await context.table.getMany(some.map((id) => loadKey(context, id)))
    for (const [at, staffId] of some.entries()) {
      const stored = loadItem.find(items[at])
      loads.push(
        stored ? { ...stored.value, version: stored.version } : { staffId, lastTurn: 0, taken: {}, version: 0 },
      )
    }
  }
  return loads
}

export const writeConsultant = (context: CampusContext, consultant: Consultant, version: number): Write =>
  consultantItem.write(settingsKey(context, consultant.staffId), consultant, { version })

export const writeLoad = (context: CampusContext, load: Load): Write =>
  loadItem.write(loadKey(context, load.staffId), load, load)
