import { partnerExamResultPublished } from '@tutelage/shared/contracts/partner-events.ts'
import { onPartner, type PartnerSubscription } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { takeExamResult } from './take-exam-result.ts'

/** What schools and examination boards post. */
export const partnerSubscriptions: readonly PartnerSubscription<CampusContext>[] = [
  onPartner(partnerExamResultPublished, 'take-exam-result', takeExamResult),
]
