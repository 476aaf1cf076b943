import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { addPreventiveAction as contract } from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { changeComplaint } from './change-complaint.ts'
import { wordsOf } from './complaint.ts'
import { prevent } from './complaint-aftercare.ts'

/** What is done so that it does not happen again. Rule: F5. */
export const addPreventiveAction = ({ params, body }: RequestOf<typeof contract>, context: CampusContext) =>
  changeComplaint(context, params.complaintId, {
    deeds: ['preventiveActionAdded'],
    words: wordsOf('preventiveAction', body.action, 'inPerson'),
    decide: (complaint, moment) => prevent(complaint, body, moment),
  })
