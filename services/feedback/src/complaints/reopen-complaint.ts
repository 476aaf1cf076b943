import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { reopenComplaint as contract } from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { changeComplaint } from './change-complaint.ts'
import { wordsOf } from './complaint.ts'
import { reopen } from './complaint-aftercare.ts'
import { tellReopened } from './complaint-news.ts'

/** New facts came up about a complaint that was closed. Rule: F5. */
export const reopenComplaint = ({ params, body }: RequestOf<typeof contract>, context: CampusContext) =>
  changeComplaint(context, params.complaintId, {
    deeds: ['reopened'],
    words: wordsOf('reopening', body.note, body.channel),
    decide: reopen,
    tell: (changed) => tellReopened(changed, 'newFacts'),
  })
