import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { isId, type StaffId } from '@tutelage/shared/kernel/ids.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { type Certificate, settleReminders } from './certificate.ts'
import { findCertificatesAt, writeCertificates } from './certificate-store.ts'
import { nextReminderAt } from './keep-certificates.ts'
import { certificatesPolicy } from './policy.ts'

const message = (context: CampusContext, teacherId: StaffId, { certificate, staffId }: Reminder) =>
  requestMessage(context, {
    occasion: `certificateExpires:${certificate.certificateId}:${staffId}`,
    category: 'staff',
    template: 'certificateExpires',
    recipient: { staffId },
    params: { teacherId, name: certificate.name, expiresOn: certificate.expiresOn ?? '' },
  })

interface Reminder {
  readonly certificate: Certificate
  readonly staffId: StaffId
}

/** Those whom the campus named; while it named none, who recorded the certificate. */
const remindersOf = (certificate: Certificate, named: readonly StaffId[]): readonly Reminder[] => {
  const { id } = certificate.recordedBy
  const staffIds = named.length > 0 ? named : isId('staff', id) ? [id] : []
  return staffIds.map((staffId) => ({ certificate, staffId }))
}

/**
 * Reminds of the certificates of a teacher that are about to expire, once each.
 * @param key of the teacher's item, from the due index, which may be behind
 * @returns how many reminders went out now
 * Rule: E17.
 */
export async function remindOfCertificate(key: ItemKey, context: CampusContext) {
  const stored = await findCertificatesAt(context, key)
  if (!stored) return accept({ reminded: 0 })
  const { remindDaysBefore, remindStaffIds } = await certificatesPolicy.load(context)
  const { after, remindOf } = settleReminders(stored.value, await campusToday(context), remindDaysBefore)
  const reminders = remindOf.flatMap((certificate) => remindersOf(certificate, remindStaffIds))
  const remindAt = await nextReminderAt(context, after)
  return accept(
    await context.commit({
      writes: [writeCertificates(context, { value: after, version: stored.version }, remindAt)],
      events: reminders.map((reminder) => message(context, stored.value.teacherId, reminder)),
      answer: { reminded: reminders.length },
    }),
  )
}
