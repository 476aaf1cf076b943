import { partnerCapability } from '@tutelage/shared/partners/capability.ts'
import { partnerSubscriptions as ofAttendance } from '../attendance/subscriptions.ts'
import { partnerSubscriptions as ofGrades } from '../grades/subscriptions.ts'
import { partnerSubscriptions as ofTuition } from '../tuition/subscriptions.ts'

/** What payment gateways, card readers and examination boards may post. */
export const partnersCapability = partnerCapability('enrollment', [...ofTuition, ...ofAttendance, ...ofGrades])
