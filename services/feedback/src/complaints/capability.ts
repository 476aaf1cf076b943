import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import * as handling from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import * as complaints from '@tutelage/shared/contracts/feedback/complaints-routes.ts'
import {
  complaintEscalated,
  complaintFiled,
  complaintFollowedUp,
  complaintReopened,
  complaintResolved,
  complaintRouted,
} from '@tutelage/shared/contracts/feedback/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { partnerComplaintFiled } from '@tutelage/shared/contracts/partner-events.ts'
import { onPartner } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { acknowledgeComplaint } from './acknowledge-complaint.ts'
import { addPreventiveAction } from './add-preventive-action.ts'
import { archiveComplaint } from './archive-complaint.ts'
import { complaintRules } from './complaint-policy.ts'
import { clockJob } from './complaint-store.ts'
import { completeStep } from './complete-step.ts'
import { escalateComplaint } from './escalate-complaint.ts'
import { fileComplaint, takeInComplaint } from './file-complaint.ts'
import { followUpComplaint } from './follow-up-complaint.ts'
import { handOverComplaint } from './hand-over-complaint.ts'
import { investigateComplaint } from './investigate-complaint.ts'
import { pauseComplaint, resumeComplaint } from './pause-complaint.ts'
import { reopenComplaint } from './reopen-complaint.ts'
import { resolveComplaint } from './resolve-complaint.ts'
import { getComplaint, listComplaints } from './show-complaints.ts'
import { updateFamily } from './update-family.ts'

/** What partners may post of complaints. Rule: F1. */
export const partnerComplaints = onPartner<typeof partnerComplaintFiled, CampusContext>(
  partnerComplaintFiled,
  'take-in-complaint',
  takeInComplaint,
)

/** Complaints: intake, routing, clock, handling, aftercare. */
export const complaintsCapability: Capability<CampusContext> = {
  name: 'complaints',
  rules: ['F1', 'F2', 'F3', 'F4', 'F5'],
  routes: [
    bindRoute(complaints.fileComplaint, fileComplaint),
    bindRoute(complaints.listComplaints, listComplaints),
    bindRoute(complaints.getComplaint, getComplaint),
    bindRoute(complaints.investigateComplaint, investigateComplaint),
    bindRoute(handling.acknowledgeComplaint, acknowledgeComplaint),
    bindRoute(handling.updateFamily, updateFamily),
    bindRoute(handling.completeStep, completeStep),
    bindRoute(handling.handOverComplaint, handOverComplaint),
    bindRoute(handling.pauseComplaint, pauseComplaint),
    bindRoute(handling.resumeComplaint, resumeComplaint),
    bindRoute(handling.resolveComplaint, resolveComplaint),
    bindRoute(handling.followUpComplaint, followUpComplaint),
    bindRoute(handling.reopenComplaint, reopenComplaint),
    bindRoute(handling.addPreventiveAction, addPreventiveAction),
    bindRoute(handling.archiveComplaint, archiveComplaint),
    ...complaintRules.routes,
  ],
  jobs: [{ kind: 'due', name: clockJob, run: escalateComplaint }],
  publishes: [
    complaintFiled,
    complaintRouted,
    complaintEscalated,
    complaintResolved,
    complaintFollowedUp,
    complaintReopened,
    messageRequested,
  ],
}
