import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { leadAssigned } from '@tutelage/shared/contracts/leads/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { type FollowUp, handedOver } from '../follow-ups/follow-up.ts'
import { findFollowUps, writeFollowUp } from '../follow-ups/follow-up-store.ts'
import { openFollowUp } from '../follow-ups/open-follow-up.ts'
import type { Lead } from '../pipeline/lead.ts'
import { managerAlerts } from '../staff/alert-managers.ts'
import { assignmentPolicy } from './assignment-policy.ts'
import { readConsultants, readLoads, writeLoad } from './consultant-store.ts'
import { afterTaking, type Candidate, type Load, nextInRound, nextTurn } from './rota.ts'

/** What the caller commits beside the lead itself. */
export interface Assignment {
  readonly lead: Lead
  readonly writes: readonly Write[]
  readonly events: readonly NewEvent[]
}

/** A lead with an owner, and what they owe first. */
export interface GivenLead extends Assignment {
  readonly followUp: FollowUp
}

/** The campus's round: who is in it and what day it is there. */
export interface Round {
  readonly candidates: readonly Candidate[]
  readonly today: LocalDate
}

/** Reads the round as it stands. */
export async function readRound(context: CampusContext): Promise<Round> {
  const [campus, policy, { items }] = await Promise.all([
    loadCampus(context),
    assignmentPolicy.load(context),
    readConsultants(context, { limit: 1000 }),
  ])
  const loads = await readLoads(
    context,
    items.map(({ value }) => value.staffId),
  )
  const candidates = items.flatMap(({ value }, at): Candidate[] => {
    const load = loads[at]
    const { capacityPer30Days = policy.capacityPer30Days, onLeave, optedOut } = value
    return load ? [{ load, capacityPer30Days, onLeave, optedOut }] : []
  })
  return { candidates, today: localDateOf(context.now, campus.timeZone) }
}

/**
 * Gives a lead to a consultant: it counts in their load and their round, they owe the first response, and are told.
 * Contacts that another owed are theirs from now on, with the time that was set.
 * @param load of the consultant, from the round
 * Rule: L5, L6.
 */
export async function giveLead(context: CampusContext, lead: Lead, load: Load, round: Round): Promise<GivenLead> {
  const owned: Lead = { ...lead, consultantId: load.staffId }
  const { lead: owing, followUp, followUps } = await owedBy(context, owned, load.staffId)
  const turn = nextTurn(round.candidates.map((candidate) => candidate.load))
  return {
    lead: owing,
    followUp,
    writes: [
      writeLoad(context, afterTaking(load, turn, round.today)),
      ...followUps.map((one) => writeFollowUp(context, one)),
    ],
    events: assignedEvents(context, owing, followUp),
  }
}

/** What the new owner owes: the contacts that were open, or a first response. */
async function owedBy(context: CampusContext, lead: Lead, consultantId: StaffId) {
  const open = await findFollowUps(context, lead.openFollowUpIds)
  const [first, ...others] = open
    .map((followUp) => handedOver(followUp, consultantId))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
  if (first) return { lead, followUp: first, followUps: [first, ...others] }
  const opened = await openFollowUp(context, lead, { consultantId, purpose: 'firstResponse' })
  return { ...opened, followUps: [opened.followUp] }
}

function assignedEvents(context: CampusContext, { leadId, version }: Lead, followUp: FollowUp): NewEvent[] {
  const { consultantId, followUpId, dueAt } = followUp
  const occurrence = { campusId: context.campus.campusId, aggregateId: leadId, aggregateVersion: version + 1 }
  return [
    happened(leadAssigned, occurrence, { leadId, consultantId, followUpId, firstResponseDueAt: dueAt }),
    requestMessage(context, {
      occasion: `leadAssigned:${leadId}:${version + 1}`,
      category: 'staff',
      template: 'leadAssigned',
      recipient: { staffId: consultantId },
      params: { leadId, dueAt },
    }),
  ]
}

/**
 * Gives a lead to whoever's turn it is, by the campus's policy. When nobody can take it, it stays in the pool and the
 * managers are told.
 * Rule: L5.
 */
export async function assignInTurn(context: CampusContext, lead: Lead): Promise<Assignment | GivenLead> {
  const [{ mode }, round] = await Promise.all([assignmentPolicy.load(context), readRound(context)])
  if (mode === 'none') return { lead, writes: [], events: [] }
  const load = nextInRound(round.candidates, round.today)
  if (load) return giveLead(context, lead, load, round)
  const { leadId, version } = lead
  const occasion = `leadUnassigned:${leadId}:${version + 1}`
  const events = await managerAlerts(context, { occasion, template: 'leadUnassigned', params: { leadId } })
  return { lead, writes: [], events }
}
