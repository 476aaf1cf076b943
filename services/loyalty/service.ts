import { campusCopies } from '@tutelage/shared/campus/capability.ts'
import { defineService } from '@tutelage/shared/contracts/define-service.ts'
import { careMessagesCapability } from './src/care-messages/capability.ts'
import { dangerCapability } from './src/danger/capability.ts'
import { membershipCapability } from './src/membership/capability.ts'
import { pointsCapability } from './src/points/capability.ts'
import { progressCardsCapability } from './src/progress-cards/capability.ts'
import { tiersCapability } from './src/tiers/capability.ts'

export default defineService('loyalty', [
  campusCopies,
  membershipCapability,
  tiersCapability,
  pointsCapability,
  progressCardsCapability,
  careMessagesCapability,
  dangerCapability,
])
