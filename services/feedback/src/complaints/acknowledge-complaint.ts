import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { acknowledgeComplaint as contract } from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { changeComplaint } from './change-complaint.ts'
import { wordsOf } from './complaint.ts'
import { acknowledge } from './complaint-answering.ts'

/** A person told the family that the complaint is looked after. Rule: F3. */
export const acknowledgeComplaint = ({ params, body }: RequestOf<typeof contract>, context: CampusContext) =>
  changeComplaint(context, params.complaintId, {
    deeds: ['acknowledged'],
    words: wordsOf('acknowledgement', body.note, body.channel),
    decide: acknowledge,
  })
