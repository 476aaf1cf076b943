import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  getComplaint as getContract,
  listComplaints as listContract,
} from '@tutelage/shared/contracts/feedback/complaints-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { maySeeStatements } from './complaint-desk.ts'
import { listByState, readComplaint, readHistory, readStatements } from './complaint-store.ts'

/** The complaints in a state, without their words. Rule: F5. */
export const listComplaints = async ({ query }: RequestOf<typeof listContract>, context: CampusContext) =>
  accept(await listByState(context, query))

/** One complaint with its history; its words for those who answer for it. @throws NotFound of `complaint` */
export async function getComplaint({ params }: RequestOf<typeof getContract>, context: CampusContext) {
  const { complaintId } = params
  const [stored, history] = await Promise.all([readComplaint(context, complaintId), readHistory(context, complaintId)])
  const shown = { ...stored, history }
  if (!maySeeStatements(context.scope.actor, stored.complaint.severity)) return accept(shown)
  return accept({ ...shown, statements: await readStatements(context, complaintId) })
}
