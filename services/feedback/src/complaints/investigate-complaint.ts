import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { investigateComplaint as contract } from '@tutelage/shared/contracts/feedback/complaints-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { changeComplaint } from './change-complaint.ts'
import { wordsOf } from './complaint.ts'
import { investigate } from './complaint-handling.ts'
import { tellRouted } from './complaint-news.ts'

/** The cause, who or what was responsible, and the agreed solution are reported back. Rules: F2, F4. */
export const investigateComplaint = ({ params, body }: RequestOf<typeof contract>, context: CampusContext) =>
  changeComplaint(context, params.complaintId, {
    deeds: ['investigated'],
    words: wordsOf('solution', body.solution, 'inPerson'),
    decide: (complaint, moment) => investigate(complaint, body, moment),
    tell: tellRouted,
  })
