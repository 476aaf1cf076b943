import type { NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Contact } from '../customers/contact.ts'
import type { Student } from '../customers/person.ts'
import type { Provenance } from '../customers/provenance.ts'
import type { FollowUp } from '../follow-ups/follow-up.ts'
import type { Lead } from '../pipeline/lead.ts'
import type { StatedInquiry } from './inquiry.ts'

/** An inquiry with its contacts normalised and its provenance known. */
export interface InquiryRequest {
  readonly command: StatedInquiry
  readonly contacts: readonly Contact[]
  /** Those of the contacts that nobody has yet. */
  readonly unknown: readonly Contact[]
  readonly provenance: Provenance
}

/** What opening or joining a lead comes to, before it is committed. */
export interface Captured {
  /** As it will be stored. */
  readonly lead: Lead
  /** Whom this inquiry is about. */
  readonly student: Student
  /** The first contact that is due now. */
  readonly followUp?: FollowUp | undefined
  /** All but the lead and the inquiry themselves. */
  readonly writes: readonly Write[]
  readonly events: readonly NewEvent[]
}
