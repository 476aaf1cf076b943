import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { teacherPayPolicy as declaration } from '@tutelage/shared/contracts/enrollment/policies.ts'

/** What a lesson of a reward course earns beside its rate. Rule: E17. */
export const teacherPayPolicy = definePolicy(declaration)
