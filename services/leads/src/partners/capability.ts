import { partnerCapability } from '@tutelage/shared/partners/capability.ts'
import { leadFromPartner } from '../capture/capability.ts'

/** What partners may post: leads of their own forms and pages. */
export const partnersCapability = partnerCapability('leads', [leadFromPartner])
