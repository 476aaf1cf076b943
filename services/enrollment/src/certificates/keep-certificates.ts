import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/certificates-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { instantAt } from '@tutelage/shared/kernel/time-zone.ts'
import { addCertificate, type Certificate, type Certificates, nextReminderOn } from './certificate.ts'
import { loadCertificates, writeCertificates } from './certificate-store.ts'
import { certificatesPolicy } from './policy.ts'

const viewOf = ({ reminded: _, ...certificate }: Certificate) => certificate

/** The morning on which the next reminder is due, by the campus's clock. */
export async function nextReminderAt(context: CampusContext, held: Certificates): Promise<Instant | undefined> {
  const [{ timeZone }, { remindDaysBefore }] = await Promise.all([
    loadCampus(context),
    certificatesPolicy.load(context),
  ])
  const day = nextReminderOn(held, remindDaysBefore)
  return day && instantAt(day, '09:00', timeZone)
}

/** Records a certificate, or refuses as `addCertificate`. Rule: E17. */
export async function recordCertificate(
  { params, body }: RequestOf<typeof contracts.recordCertificate>,
  context: CampusContext,
) {
  const { value, version } = await loadCertificates(context, params.teacherId)
  const certificateId = context.ids.next('certificate')
  const recorded = { recordedAt: context.now, recordedBy: { ...context.scope.actor } }
  const certificate: Certificate = { certificateId, ...body, ...recorded, reminded: false }
  const added = addCertificate(value, certificate, contracts.mostCertificates)
  if (!added.ok) return added
  const after = added.value
  const writes = [writeCertificates(context, { value: after, version }, await nextReminderAt(context, after))]
  return accept(await context.commit({ writes, answer: viewOf(certificate) }))
}

/** Withdraws a certificate, or refuses `alreadyWithdrawn`. @throws NotFound of the certificate. Rule: E17. */
export async function withdrawCertificate(
  { params, body }: RequestOf<typeof contracts.withdrawCertificate>,
  context: CampusContext,
) {
  const { value, version } = await loadCertificates(context, params.teacherId)
  const found = value.certificates.find(({ certificateId }) => certificateId === params.certificateId)
  if (!found) throw new NotFound('certificate')
  if (found.withdrawn) return refuse('alreadyWithdrawn', { certificateId: found.certificateId })
  const withdrawn = { ...body, withdrawnAt: context.now, withdrawnBy: { ...context.scope.actor } }
  const changed = { ...found, withdrawn }
  const certificates = value.certificates.map((each) => (each === found ? changed : each))
  const after = { ...value, certificates }
  const writes = [writeCertificates(context, { value: after, version }, await nextReminderAt(context, after))]
  return accept(await context.commit({ writes, answer: viewOf(changed) }))
}

/** A teacher's certificates; refuses `notYourCertificates` when a teacher asks for somebody else's. Rule: E17. */
export async function listCertificates(
  { params: { teacherId } }: RequestOf<typeof contracts.listCertificates>,
  context: CampusContext,
) {
  const { actor } = context.scope
  if (actor.kind === 'teacher' && actor.id !== teacherId) return refuse('notYourCertificates', { teacherId })
  const { value } = await loadCertificates(context, teacherId)
  return accept({ items: value.certificates.map(viewOf) })
}
