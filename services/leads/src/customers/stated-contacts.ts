import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
// The full metadata: by the small ones any seven to twelve digits are a Chinese number, and a slip would be a new lead.
// They are large: who reads what was stated imports this file then, not at the start of every function.
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Contact } from './contact.ts'

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
