import { partnerCapability } from '@tutelage/shared/partners/capability.ts'
import { partnerComplaints } from '../complaints/capability.ts'

/** What partners may post: complaints that reach them. */
export const partnersCapability = partnerCapability('feedback', [partnerComplaints])
