import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { archiveComplaint as contract } from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { changeComplaint } from './change-complaint.ts'
import { archive } from './complaint-aftercare.ts'

/** A resolved complaint whose family is satisfied goes to the archive. Rule: F5. */
export const archiveComplaint = ({ params }: RequestOf<typeof contract>, context: CampusContext) =>
  changeComplaint(context, params.complaintId, { deeds: ['archived'], decide: archive })
