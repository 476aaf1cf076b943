import type { EventOf } from '@tutelage/shared/contracts/define-event.ts'
import { happened } from '@tutelage/shared/contracts/define-event.ts'
import type { studentEnrolled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { leadConverted } from '@tutelage/shared/contracts/leads/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { findStudent } from '../customers/customer-store.ts'
import { cancelOpenFollowUps } from '../follow-ups/cancel-follow-ups.ts'
import { type Conversion, type Lead, wonLead } from './lead.ts'
import { findLead, writeLead } from './lead-store.ts'

/** The lead that the enrollment names, or else the one that brought the student. */
async function leadOf({ data }: EventOf<typeof studentEnrolled>, context: CampusContext): Promise<Lead | undefined> {
  const leadId = data.leadId ?? (await findStudent(context, data.studentId))?.leadId
  return leadId && findLead(context, leadId)
}

/** Told once for each lead, however many enrollments there are. */
function convertedEvents({ campus }: CampusContext, lead: Lead, { enrollmentId, studentId }: Conversion) {
  if (lead.conversion) return []
  const { leadId, consultantId, version } = lead
  const occurrence = { campusId: campus.campusId, aggregateId: leadId, aggregateVersion: version + 1 }
  return [happened(leadConverted, occurrence, { leadId, studentId, enrollmentId, consultantId })]
}

/**
 * A student enrolled: the lead is won, also when it was lost or merged meanwhile, and nothing is due with it any more.
 * Ends in the same state in whatever order enrollments are heard of.
 * @returns whether it was news
 * Rule: L7, E3.
 */
export async function convertLead(event: EventOf<typeof studentEnrolled>, context: CampusContext) {
  const before = await leadOf(event, context)
  if (!before) return accept({ converted: false })
  const { enrollmentId, studentId } = event.data
  const conversion = { enrollmentId, studentId, enrolledAt: event.meta.occurredAt }
  const won = wonLead(before, conversion, context.now)
  if (won === before) return accept({ converted: false })
  const { lead, writes } = await cancelOpenFollowUps(context, won)
  return accept(
    await context.commit({
      writes: [writeLead(context, lead), ...writes],
      events: convertedEvents(context, before, conversion),
      answer: { converted: true },
    }),
  )
}
