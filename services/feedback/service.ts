import { campusCopies } from '@tutelage/shared/campus/capability.ts'
import { defineService } from '@tutelage/shared/contracts/define-service.ts'
import { partnerCapability } from '@tutelage/shared/partners/capability.ts'
import { commitmentsCapability } from './src/commitments/capability.ts'
import { complaintsCapability, partnerComplaints } from './src/complaints/capability.ts'
import { returnVisitsCapability } from './src/return-visits/capability.ts'
import { surveysCapability } from './src/surveys/capability.ts'

export default defineService('feedback', [
  campusCopies,
  complaintsCapability,
  surveysCapability,
  commitmentsCapability,
  returnVisitsCapability,
  partnerCapability('feedback', [partnerComplaints]),
])
