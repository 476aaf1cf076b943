import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { completeStep as contract } from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { changeComplaint } from './change-complaint.ts'
import { wordsOf } from './complaint.ts'
import * as handling from './complaint-handling.ts'

/** One step of the handling was done. Rule: F4. */
export const completeStep = ({ params, body }: RequestOf<typeof contract>, context: CampusContext) =>
  changeComplaint(context, params.complaintId, {
    deeds: ['stepDone'],
    words: wordsOf('step', body.note, 'inPerson'),
    decide: (complaint, moment) => handling.completeStep(complaint, body.step, moment),
  })
