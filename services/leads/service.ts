import { campuses } from '@tutelage/shared/campus/capability.ts'
import { defineService } from '@tutelage/shared/contracts/define-service.ts'
import { assignmentCapability } from './src/assignment/capability.ts'
import { captureCapability } from './src/capture/capability.ts'
import { customersCapability } from './src/customers/capability.ts'
import { followUpsCapability } from './src/follow-ups/capability.ts'
import { mergeCapability } from './src/merge/capability.ts'
import { messages } from './src/messages/capability.ts'
import { partnersCapability } from './src/partners/capability.ts'
import { pipelineCapability } from './src/pipeline/capability.ts'
import { staffCapability } from './src/staff/capability.ts'
import { trialsCapability } from './src/trials/capability.ts'

/** Prospects and families: from the first inquiry to the enrollment, and every message to them. */
export default defineService('leads', [
  campuses,
  staffCapability,
  customersCapability,
  captureCapability,
  mergeCapability,
  assignmentCapability,
  followUpsCapability,
  pipelineCapability,
  trialsCapability,
  messages,
  partnersCapability,
])
