import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { ComplaintDeed, ComplaintFile } from '@tutelage/shared/contracts/feedback/complaint-fields.ts'
import type { fileComplaint as contract } from '@tutelage/shared/contracts/feedback/complaints-routes.ts'
import type { partnerComplaintFiled } from '@tutelage/shared/contracts/partner-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type * as z from 'zod'
import { complaintMoment, statementsOf } from './change-complaint.ts'
import { type ComplaintMoment, type NewComplaint, receive, settleOnTheSpot, type Words } from './complaint.ts'
import { tellFiled, tellReceipt, tellResolved, tellRouted } from './complaint-news.ts'
import { writeComplaint } from './complaint-store.ts'

interface Filing {
  readonly complaint: ComplaintFile
  readonly words: readonly Words[]
  readonly deeds: readonly ComplaintDeed[]
}

async function commitFiling(context: CampusContext, moment: ComplaintMoment, { complaint, words, deeds }: Filing) {
  const statements = statementsOf(words, 0, moment)
  const filed = { ...complaint, statementCount: statements.length }
  const changed = { context, moment, complaint: filed, version: 1 }
  return accept(
    await context.commit({
      writes: writeComplaint(context, { complaint: filed, version: 0, deeds: [...deeds], statements }),
      events: [tellFiled, tellRouted, tellReceipt, tellResolved].flatMap((tell) => tell(changed)),
      answer: { complaint: filed, version: 1 },
    }),
  )
}

/**
 * Staff receive a complaint. It goes to the desk that answers for it, and the family gets a receipt; a verbal one that was
 * settled on the spot goes to the archive.
 * @returns the complaint, or refuses `notVerbal` and `majorNotOnTheSpot` for what cannot be settled on the spot
 * Rules: F1, F2.
 */
export async function fileComplaint({ body }: RequestOf<typeof contract>, context: CampusContext) {
  const moment = await complaintMoment(context)
  const { text, settledOnTheSpot, ...stated } = body
  const { channel } = stated
  const filing: NewComplaint = { ...stated, complaintId: context.ids.next('complaint') }
  const said: Words = { about: 'complaint', text, channel }
  if (!settledOnTheSpot) {
    return commitFiling(context, moment, { complaint: receive(filing, moment), words: [said], deeds: ['filed'] })
  }
  const settled = settleOnTheSpot(filing, settledOnTheSpot, moment)
  if (!settled.ok) return settled
  const solution: Words = { about: 'solution', text: settledOnTheSpot.solution, channel }
  const deeds = ['filed', 'settledOnTheSpot'] as const
  return commitFiling(context, moment, { complaint: settled.value, words: [said, solution], deeds })
}

/** A partner passes a complaint on. Rule: F1. */
export async function takeInComplaint(data: z.output<typeof partnerComplaintFiled.data>, context: CampusContext) {
  const moment = await complaintMoment(context)
  const { text, ...stated } = data
  const filing: NewComplaint = { ...stated, channel: 'partner', complaintId: context.ids.next('complaint') }
  const words: Words[] = [{ about: 'complaint', text, channel: 'partner' }]
  return commitFiling(context, moment, { complaint: receive(filing, moment), words, deeds: ['filed'] })
}
