import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { surveyPolicy } from '@tutelage/shared/contracts/feedback/policies.ts'

/** How long links work, when the reminder comes, and which rating is low, as the campus configured it. Rule: F7. */
export const surveyRules = definePolicy(surveyPolicy)
