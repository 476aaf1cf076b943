import { certificateReply } from '@tutelage/shared/contracts/enrollment/certificates-routes.ts'
import { idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'
import type { Certificates } from './certificate.ts'

/** The due job that reminds of certificates before they expire. */
export const expiryJob = 'remind-of-certificate'

/** All of a teacher's: who records two at once meets here. */
const certificatesItem = defineItem('teacherCertificates', () =>
  z.object({
    teacherId: idField('staff'),
    certificates: z.array(certificateReply().extend({ reminded: z.boolean() })),
  }),
)

const keyOf = ({ campus }: CampusContext, teacherId: StaffId): ItemKey =>
  campusKey(campus, `CERTIFICATES#${teacherId}`, 'CERTIFICATES')

/** A teacher's certificates; none, of version 0, when none was recorded. */
export async function loadCertificates(context: CampusContext, teacherId: StaffId): Promise<Stored<Certificates>> {
  const stored = certificatesItem.find(await context.table.get(keyOf(context, teacherId)))
  return stored ?? { value: { teacherId, certificates: [] }, version: 0 }
}

/** Those that the due index points to. */
export const findCertificatesAt = async (
  { table }: CampusContext,
  { pk, sk }: ItemKey,
): Promise<Stored<Certificates> | undefined> => certificatesItem.find(await table.get({ pk, sk }))

/** @param remindAt when the next of them is to be looked at */
export function writeCertificates(
  context: CampusContext,
  { value, version }: Stored<Certificates>,
  remindAt: Instant | undefined,
): Write {
  const key = keyOf(context, value.teacherId)
  const due = remindAt && { indexes: dueAttributes(context.campus, { job: expiryJob, at: remindAt, key }) }
  return certificatesItem.write(key, { ...value, certificates: [...value.certificates] }, { version, ...due })
}
