import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { updateFamily as contract } from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { changeComplaint } from './change-complaint.ts'
import { wordsOf } from './complaint.ts'
import { update } from './complaint-answering.ts'

/** The family was told how its complaint stands. Rule: F3. */
export const updateFamily = ({ params, body }: RequestOf<typeof contract>, context: CampusContext) =>
  changeComplaint(context, params.complaintId, {
    deeds: ['updated'],
    words: wordsOf('update', body.note, body.channel),
    decide: update,
  })
