import { idField, languageField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import { staffRoles } from '@tutelage/shared/kernel/scope.ts'
import * as z from 'zod'

const staffItem = defineItem('staffMember', () =>
  z.object({
    staffId: idField('staff'),
    name: z.string(),
    email: z.string(),
    language: languageField(),
    roles: z.array(z.enum(staffRoles)),
  }),
)

/** Where the mail of a member of staff goes, and what they do at this campus. */
export type StaffMember = ReturnType<typeof staffItem.read>['value']

const partition = 'STAFF'
const staffKey = ({ campus }: CampusContext, staffId: StaffId): ItemKey => campusKey(campus, partition, staffId)

export const findStaffMember = async (context: CampusContext, id: StaffId): Promise<Stored<StaffMember> | undefined> =>
  staffItem.find(await context.table.get(staffKey(context, id)))

/** One page of the campus's staff, by id. */
export async function readStaff(
  { table, campus }: CampusContext,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
) {
  const page = await table.query({
    pk: campusPartition(campus, partition),
    limit,
    ...(cursor !== undefined && { cursor }),
  })
  return {
    items: page.items.map(staffItem.read),
    ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }),
  }
}

export const writeStaffMember = (context: CampusContext, member: StaffMember, version: number): Write =>
  staffItem.write(staffKey(context, member.staffId), member, { version })
