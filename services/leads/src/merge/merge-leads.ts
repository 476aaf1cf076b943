import { happened } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { leadMerged } from '@tutelage/shared/contracts/leads/events.ts'
import type { mergeLeads as contract } from '@tutelage/shared/contracts/leads/merge-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { cancelOpenFollowUps } from '../follow-ups/cancel-follow-ups.ts'
import { handedOver } from '../follow-ups/follow-up.ts'
import { findFollowUps, writeFollowUp } from '../follow-ups/follow-up-store.ts'
import { type Lead, stageOf } from '../pipeline/lead.ts'
import { loadLead, writeLead, writeMergedLead } from '../pipeline/lead-store.ts'
import { isClosed } from '../pipeline/stage.ts'
import { type MergedFamily, mergeFamilies } from './merge-families.ts'
import { mergedLead } from './merged-lead.ts'

/** What is still due with the one lead: owed by its owner, or nothing when the deal is closed. */
async function duesOf(context: CampusContext, lead: Lead): Promise<{ lead: Lead; writes: readonly Write[] }> {
  if (isClosed(stageOf(lead))) return cancelOpenFollowUps(context, lead)
  const { consultantId } = lead
  if (consultantId === undefined) return { lead, writes: [] }
  const foreign = (await findFollowUps(context, lead.openFollowUpIds)).filter(
    (one) => one.consultantId !== consultantId,
  )
  return { lead, writes: foreign.map((one) => writeFollowUp(context, handedOver(one, consultantId))) }
}

function mergedEvent({ campus }: CampusContext, survivor: Lead, merged: Lead, family: MergedFamily) {
  const { leadId, householdId, version } = survivor
  const occurrence = { campusId: campus.campusId, aggregateId: leadId, aggregateVersion: version + 1 }
  return happened(leadMerged, occurrence, {
    leadId,
    mergedLeadId: merged.leadId,
    householdId,
    mergedHouseholdId: merged.householdId,
    studentId: family.studentId,
    mergedStudentId: merged.studentId,
  })
}

/**
 * Two leads are one person. The survivor keeps everything; the other points to it, so that whoever asks for it, by id or
 * by contact, finds the survivor.
 * @returns the survivor, or refuses `sameLead` when both are one already
 * @throws NotFound of `lead`
 * Rule: L3.
 */
export async function mergeLeads({ params, body }: RequestOf<typeof contract>, context: CampusContext) {
  const survivor = await loadLead(context, params.leadId)
  const merged = await loadLead(context, body.mergedLeadId)
  if (survivor.leadId === merged.leadId) return refuse('sameLead', { leadId: survivor.leadId })
  const family = await mergeFamilies(context, { survivor, merged, sameStudent: body.sameStudent })
  const { lead, writes } = await duesOf(context, mergedLead(survivor, merged, context.now))
  const { leadId, householdId, studentId, mergedLeadIds } = lead
  return accept(
    await context.commit({
      writes: [writeLead(context, lead), writeMergedLead(context, merged, leadId), ...family.writes, ...writes],
      events: [mergedEvent(context, survivor, merged, family)],
      answer: { leadId, mergedLeadIds: [...mergedLeadIds], householdId, studentId },
    }),
  )
}
