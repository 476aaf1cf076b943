import { type Instant, isBefore } from '@tutelage/shared/kernel/instant.ts'
import { type Conversion, enterStage, isEarlierConversion, type Lead, stageOf } from '../pipeline/lead.ts'
import { furtherStage } from '../pipeline/stage.ts'

const union = <T>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])]

const earlier = (a?: Conversion, b?: Conversion): Conversion | undefined =>
  a && b ? (isEarlierConversion(b, a) ? b : a) : (a ?? b)

/**
 * One lead out of two: it keeps every inquiry, contact, follow-up and trial of both, the owner of the survivor where it
 * has one, and the stage that is further.
 * @param survivor the lead that goes on
 * @param merged the lead that turned out to be the same person
 * Rule: L3, L7.
 */
export function mergedLead(survivor: Lead, merged: Lead, now: Instant): Lead {
  const stage = furtherStage(stageOf(survivor), stageOf(merged))
  const conversion = earlier(survivor.conversion, merged.conversion)
  return {
    ...enterStage(survivor, stage, now),
    consultantId: survivor.consultantId ?? merged.consultantId,
    openFollowUpIds: union(survivor.openFollowUpIds, merged.openFollowUpIds),
    followUpIds: union(survivor.followUpIds, merged.followUpIds),
    trialBookingIds: union(survivor.trialBookingIds, merged.trialBookingIds),
    mergedLeadIds: union(survivor.mergedLeadIds, [merged.leadId, ...merged.mergedLeadIds]),
    capturedAt: isBefore(survivor.capturedAt, merged.capturedAt) ? survivor.capturedAt : merged.capturedAt,
    lastInquiryAt: isBefore(merged.lastInquiryAt, survivor.lastInquiryAt)
      ? survivor.lastInquiryAt
      : merged.lastInquiryAt,
    inquiryCount: survivor.inquiryCount + merged.inquiryCount,
    ...(conversion && { conversion }),
  }
}
