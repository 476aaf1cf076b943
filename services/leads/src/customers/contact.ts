import type { Provenance } from './provenance.ts'

/** One way to reach a person, in the one form in which it is compared: E.164, or a lower-case address. Rule: L3. */
export interface Contact {
  readonly kind: 'phone' | 'email'
  readonly value: string
}

/** A contact of a guardian, with where it came from. */
export interface KnownContact extends Contact {
  /** False when only an anonymous form said so about somebody we know: no message goes there until staff confirm it. */
  readonly confirmed: boolean
  readonly provenance: Provenance
}

const isSameContact = (a: Contact, b: Contact): boolean => a.kind === b.kind && a.value === b.value

/**
 * The contacts of a guardian after others were stated: what is known keeps its first provenance; a contact that staff
 * state is confirmed from then on.
 * @returns the same list when nothing is new
 * Rule: L3, L4.
 */
export function withContacts(known: readonly KnownContact[], stated: readonly KnownContact[]): readonly KnownContact[] {
  const added = stated.filter((contact) => !known.some((other) => isSameContact(other, contact)))
  const confirmed = known.map((contact) => {
    const again = stated.find((other) => isSameContact(other, contact))
    return again?.confirmed && !contact.confirmed ? again : contact
  })
  const isNews = added.length > 0 || confirmed.some((contact, at) => contact !== known[at])
  return isNews ? [...confirmed, ...added] : known
}
