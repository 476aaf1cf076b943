import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  captureLead as captureContract,
  postInquiry as postContract,
} from '@tutelage/shared/contracts/leads/capture-routes.ts'
import type { partnerLeadCaptured } from '@tutelage/shared/contracts/partner-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type * as z from 'zod'
import { type CaptureCommand, captureInquiry } from './capture-inquiry.ts'

/** Staff take an inquiry down. @returns see `captureInquiry` */
export const captureLead = ({ body }: RequestOf<typeof captureContract>, context: CampusContext) =>
  captureInquiry(context, body, (answer) => answer)

/**
 * Anybody asks through the public form. A robot, who fills in the field that people do not see, is answered like
 * everybody else, and nothing is kept.
 * @returns a receipt and nothing that tells whether we know the contact, or refuses `phoneInvalid`
 * Rule: L2, L4.
 */
export async function postInquiry({ body }: RequestOf<typeof postContract>, context: CampusContext) {
  const { consent: _, website, ...stated } = body
  if (website !== '') return accept({ receiptId: context.ids.next('inquiry') })
  const command: CaptureCommand = { ...stated, channel: 'web', lawfulBasis: 'consent' }
  return captureInquiry(context, command, ({ inquiryId }) => ({ receiptId: inquiryId }))
}

/** A partner passes an inquiry on. @returns see `captureInquiry` */
export const captureFromPartner = (data: z.output<typeof partnerLeadCaptured.data>, context: CampusContext) =>
  captureInquiry(context, { ...data, channel: 'partner' }, ({ leadId, inquiryId }) => ({ leadId, inquiryId }))
