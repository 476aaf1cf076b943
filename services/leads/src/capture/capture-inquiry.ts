import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { Channel } from '@tutelage/shared/contracts/fields.ts'
import { leadCaptured } from '@tutelage/shared/contracts/leads/events.ts'
import type { LawfulBasis } from '@tutelage/shared/contracts/leads/lead-fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { type Provenance, provenanceOf } from '../customers/provenance.ts'
import type { Lead } from '../pipeline/lead.ts'
import { writeLead } from '../pipeline/lead-store.ts'
import { capturePolicy } from './capture-policy.ts'
import type { Captured } from './captured.ts'
import type { Inquiry, StatedInquiry } from './inquiry.ts'
import { writeInquiry } from './inquiry-store.ts'
import { joinInquiry } from './join-inquiry.ts'
import { openLead } from './open-lead.ts'
import { type Recognition, recognise } from './recognise.ts'

/** An inquiry to take down, with the channel it came through and the ground on which its data are kept. */
export interface CaptureCommand extends StatedInquiry {
  readonly channel: Channel
  readonly lawfulBasis: LawfulBasis
  readonly consentedAt?: Instant | undefined
}

/** What a capture came to: ids, the number for life, and who owes the answer by when. */
export type CaptureAnswer = ReturnType<typeof answerOf>

function answerOf(
  { lead, student, followUp }: Captured,
  inquiryId: Id<'inquiry'>,
  { lead: before, otherLeadIds }: Recognition,
) {
  const { leadId, householdId, guardianId, consultantId } = lead
  return {
    leadId,
    inquiryId,
    householdId,
    guardianId,
    studentId: student.studentId,
    studentNumber: student.number,
    joined: before !== undefined,
    consultantId,
    followUpId: followUp?.followUpId,
    firstResponseDueAt: followUp?.dueAt,
    otherLeadIds: [...otherLeadIds],
  }
}

function inquiryOf(
  command: CaptureCommand,
  { leadId, studentId, inquiryId }: CaptureAnswer,
  provenance: Provenance,
): Inquiry {
  const { channel, need, campaign, guardian, student } = command
  const stated = { guardianName: guardian.name, studentName: student.name }
  return {
    inquiryId,
    leadId,
    studentId,
    channel,
    receivedAt: provenance.collectedAt,
    need,
    campaign,
    stated,
    provenance,
  }
}

function capturedEvent({ campus }: CampusContext, lead: Lead, answer: CaptureAnswer, channel: Channel): NewEvent {
  const { leadId, inquiryId, householdId, guardianId, studentId, joined } = answer
  const occurrence = { campusId: campus.campusId, aggregateId: leadId, aggregateVersion: lead.version + 1 }
  return happened(leadCaptured, occurrence, { leadId, inquiryId, householdId, guardianId, studentId, channel, joined })
}

/**
 * Takes an inquiry down: as a new lead with an owner at once, or joined to the lead that one of its contacts already has.
 * Two at once for one contact end as one lead, because the contact can be claimed once.
 * @param tell what whoever asked is told; nothing else is kept as the answer, so that a repeated request hears no more
 * @returns what `tell` says, or refuses `phoneInvalid`, or `contactMissing` when there is neither phone nor email
 * Rule: L2, L3, L4, L5.
 */
export async function captureInquiry<Answer>(
  context: CampusContext,
  command: CaptureCommand,
  tell: (answer: CaptureAnswer) => Answer,
): Promise<Decision<Answer, 'phoneInvalid' | 'contactMissing'>> {
  const { country } = await capturePolicy.load(context)
  const { contactsOf } = await import('../customers/stated-contacts.ts')
  const contacts = contactsOf(command.guardian, country)
  if (!contacts.ok) return contacts
  if (contacts.value.length === 0) return refuse('contactMissing')
  const known = await recognise(context, contacts.value)
  const provenance = provenanceOf({ ...command, now: context.now, actor: context.scope.actor })
  const request = { command, contacts: contacts.value, unknown: known.unknown, provenance }
  const captured = known.lead ? await joinInquiry(context, known.lead, request) : await openLead(context, request)
  const answer = answerOf(captured, context.ids.next('inquiry'), known)
  const inquiry = inquiryOf(command, answer, provenance)
  return accept(
    await context.commit({
      writes: [writeLead(context, captured.lead), writeInquiry(context, inquiry), ...captured.writes],
      events: [capturedEvent(context, captured.lead, answer, command.channel), ...captured.events],
      answer: tell(answer),
    }),
  )
}
