import { channelField, idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { LeadId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import { provenanceItem } from '../customers/customer-store.ts'
import type { Inquiry } from './inquiry.ts'

const inquiryItem = defineItem('inquiry', () =>
  z.object({
    inquiryId: idField('inquiry'),
    leadId: idField('lead'),
    studentId: idField('student'),
    channel: channelField(),
    receivedAt: instantField(),
    need: z.string().optional(),
    campaign: z.string().optional(),
    stated: z.object({ guardianName: z.string(), studentName: z.string() }),
    provenance: provenanceItem(),
  }),
)

const partition = (leadId: LeadId): string => `INQUIRIES#${leadId}`

export const writeInquiry = ({ campus }: CampusContext, inquiry: Inquiry): Write =>
  inquiryItem.write(campusKey(campus, partition(inquiry.leadId), inquiry.inquiryId), inquiry, { version: 0 })

/** Each lead's latest inquiries, newest first: enough for a file, however often somebody asks. */
const shown = 100

/** The latest inquiries of these leads together, newest first. */
export async function readInquiries(
  { table, campus }: CampusContext,
  leadIds: readonly LeadId[],
): Promise<readonly Inquiry[]> {
  const pages = await Promise.all(
    leadIds.map((leadId) =>
      table.query({ pk: campusPartition(campus, partition(leadId)), descending: true, limit: shown }),
    ),
  )
  return pages
    .flatMap(({ items }) => items.map((item) => inquiryItem.read(item).value))
    .sort((a, b) => (a.inquiryId < b.inquiryId ? 1 : -1))
    .slice(0, shown)
}
