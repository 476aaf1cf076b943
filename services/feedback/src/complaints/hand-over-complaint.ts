import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { handOverComplaint as contract } from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { changeComplaint } from './change-complaint.ts'
import { wordsOf } from './complaint.ts'
import { handOver } from './complaint-handling.ts'
import { tellRouted } from './complaint-news.ts'

/** Marketing gives a complaint to teaching; the clocks run on. Rule: F2. */
export const handOverComplaint = ({ params, body }: RequestOf<typeof contract>, context: CampusContext) =>
  changeComplaint(context, params.complaintId, {
    deeds: ['handedOver'],
    words: wordsOf('handOver', body.note, 'inPerson'),
    decide: handOver,
    tell: tellRouted,
  })
