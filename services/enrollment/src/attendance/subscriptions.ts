import { partnerLessonAttended, partnerStudentCheckedIn } from '@tutelage/shared/contracts/partner-events.ts'
import { onPartner, type PartnerSubscription } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { takePartnerMark } from './mark-attendance.ts'
import { takeCheckIn } from './take-check-in.ts'

/** What card readers post. */
export const partnerSubscriptions: readonly PartnerSubscription<CampusContext>[] = [
  onPartner(partnerLessonAttended, 'take-partner-mark', takePartnerMark),
  onPartner(partnerStudentCheckedIn, 'take-check-in', takeCheckIn),
]
