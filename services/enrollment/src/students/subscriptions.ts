import { leadCaptured, leadMerged } from '@tutelage/shared/contracts/leads/events.ts'
import { on, type Subscription } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { keepStudent, mergeStudents } from './keep-student.ts'

export const subscriptions: readonly Subscription<CampusContext>[] = [
  on(leadCaptured, 'keep-student', keepStudent),
  on(leadMerged, 'merge-students', mergeStudents),
]
