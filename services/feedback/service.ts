import { campusCopies } from '@tutelage/shared/campus/capability.ts'
import { defineService } from '@tutelage/shared/contracts/define-service.ts'
import { commitmentsCapability } from './src/commitments/capability.ts'
import { complaintsCapability } from './src/complaints/capability.ts'
import { partnersCapability } from './src/partners/capability.ts'
import { returnVisitsCapability } from './src/return-visits/capability.ts'
import { surveysCapability } from './src/surveys/capability.ts'

export default defineService('feedback', [
  campusCopies,
  complaintsCapability,
  surveysCapability,
  commitmentsCapability,
  returnVisitsCapability,
  partnersCapability,
])
