import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { resolveComplaint as contract } from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { changeComplaint } from './change-complaint.ts'
import { wordsOf } from './complaint.ts'
import { resolve } from './complaint-handling.ts'
import { tellResolved } from './complaint-news.ts'

/** The family got its reply; nothing is due any more. Rule: F4. */
export const resolveComplaint = ({ params, body }: RequestOf<typeof contract>, context: CampusContext) =>
  changeComplaint(context, params.complaintId, {
    deeds: ['resolved'],
    words: wordsOf('reply', body.reply, body.channel),
    decide: (complaint, moment) => resolve(complaint, body.reply, moment),
    tell: tellResolved,
  })
