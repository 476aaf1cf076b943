import { partnerCapability } from '@tutelage/shared/partners/capability.ts'
import { partnerSubscriptions as ofAttendance } from '../attendance/subscriptions.ts'
import { partnerSubscriptions as ofTuition } from '../tuition/subscriptions.ts'

/** What payment gateways and card readers may post. */
export const partnersCapability = partnerCapability('enrollment', [...ofTuition, ...ofAttendance])
