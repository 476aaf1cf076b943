import { createHash } from 'node:crypto'
import { idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { LeadId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { Contact } from './contact.ts'

const contactItem = defineItem('contact', () => z.object({ leadId: idField('lead') }))

/** A digest, so that no key, and no log of a key, shows how to reach somebody. */
function contactKey({ campus }: CampusContext, { kind, value }: Contact): ItemKey {
  const digest = createHash('sha256')
    .update(JSON.stringify([campus.campusId, kind, value]))
    .digest('hex')
  return campusKey(campus, `CONTACT#${digest}`, 'LEAD')
}

/**
 * Whose the contacts are in this campus, one answer for each, in their order.
 * @returns the lead as it was when the contact was first stated; it may have been merged since
 * Rule: L3.
 */
export async function leadsOfContacts(
  context: CampusContext,
  contacts: readonly Contact[],
): Promise<readonly (LeadId | undefined)[]> {
  const items = await context.table.getMany(contacts.map((contact) => contactKey(context, contact)))
  return items.map((item) => contactItem.find(item)?.value.leadId)
}

/** Makes a contact the lead's, for good; fails when it became another's meanwhile, so that one contact is one lead. Rule: L3. */
export const claimContact = (context: CampusContext, contact: Contact, leadId: LeadId): Write =>
  contactItem.write(contactKey(context, contact), { leadId }, { version: 0 })
