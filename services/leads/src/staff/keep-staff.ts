import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { checkIfMatch } from '@tutelage/shared/contracts/if-match.ts'
import type {
  getStaffMember as getContract,
  listStaff as listContract,
  setStaffMember as setContract,
} from '@tutelage/shared/contracts/leads/staff-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { findStaffMember, readStaff, type StaffMember, writeStaffMember } from './staff-store.ts'

const replyOf = ({ roles, ...member }: StaffMember, version: number) => ({ ...member, roles: [...roles], version })

/** Registers a member of staff, or changes them. @returns them, or refuses as `checkIfMatch` does */
export async function setStaffMember(request: RequestOf<typeof setContract>, context: CampusContext) {
  const { staffId } = request.params
  const before = await findStaffMember(context, staffId)
  const refused = checkIfMatch(request.ifMatch, before?.version)
  if (refused) return refused
  const version = before?.version ?? 0
  const member: StaffMember = { staffId, ...request.body }
  const writes = [writeStaffMember(context, member, version)]
  return accept(await context.commit({ writes, answer: replyOf(member, version + 1) }))
}

/** @throws NotFound when the campus has none of that id */
export async function getStaffMember({ params }: RequestOf<typeof getContract>, context: CampusContext) {
  const stored = await findStaffMember(context, params.staffId)
  if (!stored) throw new NotFound('staffMember')
  return accept(replyOf(stored.value, stored.version))
}

/** One page of the staff, by id. */
export async function listStaff({ query }: RequestOf<typeof listContract>, context: CampusContext) {
  const page = await readStaff(context, query)
  return accept({ ...page, items: page.items.map(({ value, version }) => replyOf(value, version)) })
}
