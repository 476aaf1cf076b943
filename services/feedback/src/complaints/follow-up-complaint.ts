import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { followUpComplaint as contract } from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { changeComplaint } from './change-complaint.ts'
import { wordsOf } from './complaint.ts'
import { followUp } from './complaint-aftercare.ts'
import { tellFollowedUp, tellReopened } from './complaint-news.ts'

/** The family was asked whether the solution holds; if it does not, the complaint is open again. Rule: F5. */
export function followUpComplaint({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const { satisfied, note, channel } = body
  return changeComplaint(context, params.complaintId, {
    deeds: satisfied ? ['followedUp'] : ['followedUp', 'reopened'],
    words: wordsOf('followUp', note, channel),
    decide: (complaint, moment) => followUp(complaint, satisfied, moment),
    tell: (changed) => [
      ...tellFollowedUp(changed, satisfied),
      ...(satisfied ? [] : tellReopened(changed, 'notSatisfied')),
    ],
  })
}
