import { leadCaptured, leadMerged } from '@tutelage/shared/contracts/leads/events.ts'
import { tierChanged } from '@tutelage/shared/contracts/loyalty/events.ts'
import { on, type Subscription } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { keepStudent, mergeStudents } from './keep-student.ts'
import { keepTier } from './keep-tier.ts'

export const subscriptions: readonly Subscription<CampusContext>[] = [
  on(leadCaptured, 'keep-student', keepStudent),
  on(leadMerged, 'merge-students', mergeStudents),
  on(tierChanged, 'keep-tier', keepTier),
]
