import { whenAsked } from '@tutelage/shared/contracts/deferred.ts'
import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import { lossReasonField, stageField } from '@tutelage/shared/contracts/leads/lead-fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import type { IndexAttributes, Item, ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { LeadId, StaffId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import { type Lead, stageOf } from './lead.ts'
import { isClosed } from './stage.ts'

const attributes = whenAsked(() => ({
  leadId: idField('lead'),
  householdId: idField('household'),
  guardianId: idField('guardian'),
  studentId: idField('student'),
  stages: z.array(z.object({ stage: stageField(), enteredAt: instantField() })).readonly(),
  consultantId: idField('staff').optional(),
  openFollowUpIds: z.array(idField('followUp')).readonly(),
  followUpIds: z.array(idField('followUp')).readonly(),
  trialBookingIds: z.array(idField('trialBooking')).readonly(),
  capturedAt: instantField(),
  lastInquiryAt: instantField(),
  inquiryCount: z.int(),
  lossReason: lossReasonField().optional(),
  conversion: z
    .object({ enrollmentId: idField('enrollment'), studentId: idField('student'), enrolledAt: instantField() })
    .optional(),
  mergedLeadIds: z.array(idField('lead')).readonly(),
  /** The lead that this one turned out to be; it stays as it was then. */
  mergedInto: idField('lead').optional(),
}))
const leadItem = defineItem('lead', () => z.object(attributes()))

const leadKey = ({ campus }: CampusContext, leadId: LeadId): ItemKey => campusKey(campus, `LEAD#${leadId}`, 'LEAD')

/** Lists: the leads of a consultant, the pool, and closed leads that nobody owns; a merged lead is in none. */
const ownerPartition = ({ campus }: CampusContext, owner: StaffId | 'POOL' | 'CLOSED'): string =>
  campusPartition(campus, `LEADS#${owner}`)

const leadOf = (item: Item): Lead => {
  const { value, version } = leadItem.read(item)
  return { ...value, version }
}

/** More merges in a row than this are a circle. */
const mergesMax = 20

/**
 * The lead, or the one that it was merged into.
 * @returns undefined when this campus has none of that id
 * Rule: L3.
 */
export async function findLead(context: CampusContext, leadId: LeadId): Promise<Lead | undefined> {
  let next = leadId
  for (let step = 0; step < mergesMax; step += 1) {
    const stored = leadItem.find(await context.table.get(leadKey(context, next)))
    if (!stored?.value.mergedInto) return stored && { ...stored.value, version: stored.version }
    next = stored.value.mergedInto
  }
  throw new Error('a lead is merged in a circle')
}

/** The lead, or the one that it was merged into. @throws NotFound when this campus has none of that id */
export async function loadLead(context: CampusContext, leadId: LeadId): Promise<Lead> {
  const lead = await findLead(context, leadId)
  if (!lead) throw new NotFound('lead')
  return lead
}

/** Stores a lead as it is now, and files it with its owner; the version that was read must still stand. */
export function writeLead(context: CampusContext, lead: Lead): Write {
  const indexes: IndexAttributes = {
    lookupPk: ownerPartition(context, lead.consultantId ?? (isClosed(stageOf(lead)) ? 'CLOSED' : 'POOL')),
    lookupSk: `${lead.capturedAt}#${lead.leadId}`,
  }
  return leadItem.write(leadKey(context, lead.leadId), lead, { version: lead.version, indexes })
}

/** Leaves a merged lead as it is, pointing to its survivor, in no list. Rule: L3. */
export const writeMergedLead = (context: CampusContext, lead: Lead, survivorId: LeadId): Write =>
  leadItem.write(leadKey(context, lead.leadId), { ...lead, mergedInto: survivorId }, { version: lead.version })

/** One page of a consultant's leads or of the pool, oldest first; it may be a moment behind. */
export async function listOwned(
  context: CampusContext,
  owner: StaffId | 'POOL',
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ readonly items: readonly Lead[]; readonly nextCursor?: string }> {
  const page = await context.table.query({
    index: 'lookup',
    pk: ownerPartition(context, owner),
    limit,
    ...(cursor !== undefined && { cursor }),
  })
  return { items: page.items.map(leadOf), ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }) }
}
