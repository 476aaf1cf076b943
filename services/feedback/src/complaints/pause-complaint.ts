import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  pauseComplaint as pauseContract,
  resumeComplaint as resumeContract,
} from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { changeComplaint } from './change-complaint.ts'
import { pause, resume } from './complaint-answering.ts'

/** The clocks of a complaint stand still, with the reason; it leaves the due index. Rule: F3. */
export const pauseComplaint = ({ params, body }: RequestOf<typeof pauseContract>, context: CampusContext) =>
  changeComplaint(context, params.complaintId, {
    deeds: ['paused'],
    decide: (complaint, moment) => pause(complaint, body.reason, moment),
  })

/** The clocks go on; the complaint is due again, later by the time that it stood. Rule: F3. */
export const resumeComplaint = ({ params }: RequestOf<typeof resumeContract>, context: CampusContext) =>
  changeComplaint(context, params.complaintId, { deeds: ['resumed'], decide: resume })
