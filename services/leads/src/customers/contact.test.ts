import { instant } from '@tutelage/shared/kernel/instant.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type KnownContact, withContacts } from './contact.ts'
import type { Provenance } from './provenance.ts'
import { contactsOf, normaliseEmail, normalisePhone } from './stated-contacts.ts'

const provenance = (id: string): Provenance => ({
  collectedAt: instant('2026-03-02T01:00:00.000Z'),
  channel: 'phone',
  collectedBy: { kind: 'frontDesk', id },
  lawfulBasis: 'legitimateInterest',
})

test.each([
  '13800138000',
  '138 0013 8000',
  '138-0013-8000',
  '+86 138 0013 8000',
  '+86(138)00138000',
  '１３８００１３８０００',
])('L3: however a phone is written, it is one contact: %s', (text) => {
  expect(normalisePhone(text, 'CN')).toEqual({ ok: true, value: '+8613800138000' })
})

test('L3: a number without a country code is of the country of the campus', () => {
  expect(normalisePhone('020 7183 8750', 'GB')).toEqual({ ok: true, value: '+442071838750' })
})

test.each(['12345', '+1', '138001380001', 'call me', '0000000000'])(
  'L3: what can be no phone number is refused: %s',
  (text) => {
    expect(normalisePhone(text, 'CN')).toEqual({ ok: false, code: 'phoneInvalid', details: { country: 'CN' } })
  },
)

test('L3: a country that nobody knows leaves only numbers with a country code', () => {
  expect(normalisePhone('13800138000', 'XX').ok).toBe(false)
  expect(normalisePhone('+8613800138000', 'XX').ok).toBe(true)
})

test('L3: every mobile number is the same contact with any spaces and dashes in it, and normalising again changes nothing', () => {
  const mobile = fc.tuple(fc.constantFrom('138', '139', '150', '186'), fc.integer({ min: 0, max: 99_999_999 }))
  const separators = fc.array(fc.constantFrom('', ' ', '-', ' - '), { minLength: 10, maxLength: 10 })
  fc.assert(
    fc.property(mobile, separators, ([prefix, rest], gaps) => {
      const digits = `${prefix}${String(rest).padStart(8, '0')}`
      const written = [...digits].map((digit, at) => `${digit}${gaps[at] ?? ''}`).join('')
      const expected = { ok: true, value: `+86${digits}` }
      expect(normalisePhone(written, 'CN')).toEqual(expected)
      expect(normalisePhone(`+86${digits}`, 'GB')).toEqual(expected)
    }),
  )
})

test('L3: an email is one contact whatever its case, width and spaces around it', () => {
  expect(normaliseEmail('  Li.Fang@Family.TEST ')).toBe('li.fang@family.test')
  expect(normaliseEmail('ｌｉ@family.test')).toBe('li@family.test')
  fc.assert(fc.property(fc.emailAddress(), (email) => normaliseEmail(normaliseEmail(email)) === normaliseEmail(email)))
})

test('L3: an inquiry has at most one contact of each kind, the phone first', () => {
  expect(contactsOf({ email: 'A@b.test', phone: '13800138000' }, 'CN')).toEqual({
    ok: true,
    value: [
      { kind: 'phone', value: '+8613800138000' },
      { kind: 'email', value: 'a@b.test' },
    ],
  })
  expect(contactsOf({}, 'CN')).toEqual({ ok: true, value: [] })
})

const phone = (confirmed: boolean, by: string): KnownContact => ({
  kind: 'phone',
  value: '+8613800138000',
  confirmed,
  provenance: provenance(by),
})

test('L4: a contact that is stated again keeps its first provenance', () => {
  const known = [phone(true, 'first')]
  expect(withContacts(known, [phone(true, 'second')])).toBe(known)
  expect(withContacts(known, [phone(false, 'form')])).toBe(known)
})

test('L4: a contact that only a form had stated is confirmed when staff state it', () => {
  expect(withContacts([phone(false, 'form')], [phone(true, 'desk')])).toEqual([phone(true, 'desk')])
})

test('L3: a contact that is new is added after those that are known', () => {
  const email: KnownContact = { kind: 'email', value: 'a@b.test', confirmed: true, provenance: provenance('desk') }
  expect(withContacts([phone(true, 'first')], [email])).toEqual([phone(true, 'first'), email])
})
