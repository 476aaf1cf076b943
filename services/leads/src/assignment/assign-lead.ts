import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  assignLead as assignContract,
  claimLead as claimContract,
} from '@tutelage/shared/contracts/leads/assignment-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { isId, type StaffId } from '@tutelage/shared/kernel/ids.ts'
import { type Lead, stageOf } from '../pipeline/lead.ts'
import { loadLead, writeLead } from '../pipeline/lead-store.ts'
import { isClosed } from '../pipeline/stage.ts'
import { giveLead, type Round, readRound } from './give-lead.ts'
import { type Candidate, canTake } from './rota.ts'

const candidateOf = ({ candidates }: Round, staffId: StaffId): Candidate | undefined =>
  candidates.find(({ load }) => load.staffId === staffId)

async function give(context: CampusContext, lead: Lead, { load }: Candidate, round: Round) {
  const given = await giveLead(context, lead, load, round)
  const { followUpId, dueAt, consultantId } = given.followUp
  return accept(
    await context.commit({
      writes: [writeLead(context, given.lead), ...given.writes],
      events: given.events,
      answer: { leadId: lead.leadId, consultantId, followUpId, firstResponseDueAt: dueAt },
    }),
  )
}

/**
 * The manager gives a lead to a consultant, whatever their capacity, leave and opt-out: managers know why.
 * @returns who owes the first response by when, or refuses `leadClosed`, `alreadyTheirs`, `unknownConsultant`
 * @throws NotFound of `lead`
 * Rule: L5.
 */
export async function assignLead({ params, body }: RequestOf<typeof assignContract>, context: CampusContext) {
  const lead = await loadLead(context, params.leadId)
  if (isClosed(stageOf(lead))) return refuse('leadClosed', { stage: stageOf(lead) })
  if (lead.consultantId === body.consultantId) return refuse('alreadyTheirs')
  const round = await readRound(context)
  const candidate = candidateOf(round, body.consultantId)
  return candidate ? give(context, lead, candidate, round) : refuse('unknownConsultant')
}

/**
 * A consultant takes a lead from the pool.
 * @returns by when they owe the first response, or refuses `leadClosed`, `notInPool`, `unknownConsultant` when they are
 * not registered at this campus, `cannotTake` when they are full, on leave or opted out
 * @throws NotFound of `lead`
 * Rule: L5, L6.
 */
export async function claimLead({ params }: RequestOf<typeof claimContract>, context: CampusContext) {
  const lead = await loadLead(context, params.leadId)
  if (isClosed(stageOf(lead))) return refuse('leadClosed', { stage: stageOf(lead) })
  if (lead.consultantId !== undefined) return refuse('notInPool')
  const { id } = context.scope.actor
  const round = await readRound(context)
  const candidate = isId('staff', id) ? candidateOf(round, id) : undefined
  if (!candidate) return refuse('unknownConsultant')
  return canTake(candidate, round.today) ? give(context, lead, candidate, round) : refuse('cannotTake')
}
