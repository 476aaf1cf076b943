import type { Channel } from '@tutelage/shared/contracts/fields.ts'
import type { Id, LeadId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import type { Actor } from '@tutelage/shared/kernel/scope.ts'
import type { StatedStudent } from '../customers/person.ts'
import type { Provenance } from '../customers/provenance.ts'
import type { StatedContacts } from '../customers/stated-contacts.ts'

/** What somebody asked, whoever took it down. Rule: L2. */
export interface StatedInquiry {
  readonly guardian: StatedContacts & { readonly name: string; readonly language?: 'zh-CN' | 'en' | undefined }
  readonly student: StatedStudent
  readonly need?: string | undefined
  readonly campaign?: string | undefined
}

/** One inquiry of a lead, as it is kept for good. Rule: L2, L4. */
export interface Inquiry {
  readonly inquiryId: Id<'inquiry'>
  readonly leadId: LeadId
  readonly studentId: StudentId
  readonly channel: Channel
  readonly receivedAt: Instant
  readonly need?: string | undefined
  readonly campaign?: string | undefined
  /** The names as they were stated now; the file may know them otherwise. */
  readonly stated: { readonly guardianName: string; readonly studentName: string }
  readonly provenance: Provenance
}

/**
 * Whether what is stated about somebody we know may be used to write to them. Staff have asked; a form that anybody can
 * fill in with anybody's phone has not, or a stranger could have a family's messages sent to himself.
 * Rule: L3, Least privilege.
 */
export const isTrusted = ({ kind }: Actor): boolean => kind !== 'anonymous' && kind !== 'partner'
