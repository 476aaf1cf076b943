import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
// The full metadata: by the small ones any seven to twelve digits are a Chinese number, and a slip would be a new lead.
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'
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

/** Contacts as somebody stated them. */
export interface StatedContacts {
  readonly phone?: string | undefined
  readonly email?: string | undefined
}

/**
 * A phone number in E.164, so that two ways to write it are one contact.
 * @param country ISO 3166 alpha-2, of numbers without a country code
 * @returns `+8613800138000`, or refuses `phoneInvalid` when no such number can exist; the number itself is not in the refusal
 * Rule: L3.
 */
export function normalisePhone(text: string, country: string): Decision<string, 'phoneInvalid'> {
  const defaultCountry = isSupportedCountry(country) ? country : undefined
  const number = parsePhoneNumberFromString(text.normalize('NFKC'), {
    ...(defaultCountry && { defaultCountry }),
    extract: false,
  })
  return number?.isValid() ? accept(number.number) : refuse('phoneInvalid', { country })
}

/** An email address in the one form in which it is compared and written to: NFKC, trimmed, lower case. Rule: L3. */
export const normaliseEmail = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/**
 * The contacts that an inquiry states, normalised; the phone first, because it is the surer sign of one person.
 * @returns at most one of each kind, or refuses `phoneInvalid`
 * Rule: L3.
 */
export function contactsOf({ phone, email }: StatedContacts, country: string): Decision<Contact[], 'phoneInvalid'> {
  const contacts: Contact[] = []
  if (phone !== undefined) {
    const number = normalisePhone(phone, country)
    if (!number.ok) return number
    contacts.push({ kind: 'phone', value: number.value })
  }
  if (email !== undefined) contacts.push({ kind: 'email', value: normaliseEmail(email) })
  return accept(contacts)
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
