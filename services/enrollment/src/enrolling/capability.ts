import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { enrollmentTerminated, studentEnrolled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { expireOffer } from './offer-seat.ts'
import { routes } from './routes.ts'
import { seatOfferJob } from './waiting-list-store.ts'

/** Quotes, enrollments at a price that stays, and their end. */
export const enrollingCapability: Capability<CampusContext> = {
  name: 'enrolling',
  rules: ['E3', 'E4', 'E5', 'E13', 'Y3'],
  routes,
  jobs: [{ kind: 'due', name: seatOfferJob, run: expireOffer }],
  publishes: [studentEnrolled, enrollmentTerminated, messageRequested],
}
