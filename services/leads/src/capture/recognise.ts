import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { LeadId } from '@tutelage/shared/kernel/ids.ts'
import type { Contact } from '../customers/contact.ts'
import { leadsOfContacts } from '../customers/contact-store.ts'
import type { Lead } from '../pipeline/lead.ts'
import { findLead } from '../pipeline/lead-store.ts'

/** Whose an inquiry's contacts are. */
export interface Recognition {
  /** The lead that the first known contact belongs to, merges followed; absent when nobody has any of them. */
  readonly lead: Lead | undefined
  /** Other leads that have one of the contacts: perhaps the same person, which staff decide by merging. */
  readonly otherLeadIds: readonly LeadId[]
  /** Contacts that nobody has yet. */
  readonly unknown: readonly Contact[]
}

/** Looks up whose the contacts of an inquiry are in this campus. Rule: L3. */
export async function recognise(context: CampusContext, contacts: readonly Contact[]): Promise<Recognition> {
  const owners = await leadsOfContacts(context, contacts)
  const leads = new Map<LeadId, Lead>()
  for (const leadId of new Set(owners)) {
    const lead = leadId && (await findLead(context, leadId))
    if (lead) leads.set(lead.leadId, lead)
  }
  const [lead, ...others] = leads.values()
  return {
    lead,
    otherLeadIds: others.map(({ leadId }) => leadId),
    unknown: contacts.filter((_, at) => owners[at] === undefined),
  }
}
