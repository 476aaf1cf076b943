import type { certificateReply } from '@tutelage/shared/contracts/enrollment/certificates-routes.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { addDays } from '@tutelage/shared/kernel/local-date.ts'
import type * as z from 'zod'

/** What a teacher may do, on paper; whether the reminder before its end is settled. Rule: E17. */
export type Certificate = z.output<ReturnType<typeof certificateReply>> & { readonly reminded: boolean }

/** A teacher's certificates, in the order in which they were recorded. */
export interface Certificates {
  readonly teacherId: StaffId
  readonly certificates: readonly Certificate[]
}

/** Whether a certificate holds on a day: its last day is of it. Rule: E17. */
export const isValidOn = ({ issuedOn, expiresOn, withdrawn }: Certificate, day: LocalDate): boolean =>
  !withdrawn && issuedOn <= day && (expiresOn === undefined || day <= expiresOn)

/** Adds a certificate, or refuses `alreadyRecorded` for one of that kind and number; `tooManyCertificates`. Rule: E17. */
export function addCertificate(
  { teacherId, certificates }: Certificates,
  added: Certificate,
  most: number,
): Decision<Certificates, 'alreadyRecorded' | 'tooManyCertificates'> {
  const same = certificates.find(
    ({ kind, number, withdrawn }) => !withdrawn && kind === added.kind && number === added.number,
  )
  if (same) return refuse('alreadyRecorded', { certificateId: same.certificateId })
  if (certificates.length >= most) return refuse('tooManyCertificates', { count: certificates.length })
  return accept({ teacherId, certificates: [...certificates, added] })
}

/** True when another of its kind and name holds longer: nobody need be reminded. */
const isRenewed = ({ certificates }: Certificates, old: Certificate): boolean =>
  certificates.some(
    (other) =>
      !other.withdrawn &&
      other.kind === old.kind &&
      other.name === old.name &&
      (other.expiresOn ?? '9999') > (old.expiresOn ?? '9999'),
  )

/** The day on which a reminder is due; none for what does not expire, is withdrawn, or was settled. */
const remindOn = ({ expiresOn, withdrawn, reminded }: Certificate, daysBefore: number): LocalDate | undefined =>
  expiresOn === undefined || withdrawn || reminded ? undefined : addDays(expiresOn, -daysBefore)

/** The next day on which one of them is to be looked at; none while no reminder is left. */
export const nextReminderOn = ({ certificates }: Certificates, daysBefore: number): LocalDate | undefined =>
  certificates
    .flatMap((certificate) => remindOn(certificate, daysBefore) ?? [])
    .sort()
    .at(0)

/**
 * Settles the reminders that are due on a day.
 * @returns the certificates after that, and those to remind of: not what has expired already, nor what another goes on from
 * Rule: E17.
 */
export function settleReminders(held: Certificates, today: LocalDate, daysBefore: number) {
  const isDue = (certificate: Certificate): boolean => (remindOn(certificate, daysBefore) ?? '9999') <= today
  const due = held.certificates.filter(isDue)
  const certificates = held.certificates.map((each) => (isDue(each) ? { ...each, reminded: true } : each))
  return {
    after: { ...held, certificates },
    remindOf: due.filter((each) => (each.expiresOn ?? '9999') >= today && !isRenewed(held, each)),
  }
}
