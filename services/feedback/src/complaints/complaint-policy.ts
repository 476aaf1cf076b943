import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { complaintPolicy } from '@tutelage/shared/contracts/feedback/policies.ts'

/** Targets, warning and escalation of complaints, as the campus configured them. Rule: F3. */
export const complaintRules = definePolicy(complaintPolicy)
