import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { certificatesPolicy as declaration } from '@tutelage/shared/contracts/enrollment/policies.ts'

/** When the end of a certificate is told, and to whom. Rule: E17. */
export const certificatesPolicy = definePolicy(declaration)
