import { definePolicy } from '@tutelage/shared/campus/policy.ts'
import { libraryPolicy as declaration } from '@tutelage/shared/contracts/enrollment/policies.ts'

/** For how long the library lends, and how much. Rule: E19. */
export const libraryPolicy = definePolicy(declaration)
