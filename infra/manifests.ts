import type { Service } from '../packages/shared/src/contracts/define-service.ts'
import enrollment from '../services/enrollment/service.ts'
import feedback from '../services/feedback/service.ts'
import leads from '../services/leads/service.ts'
import loyalty from '../services/loyalty/service.ts'

/** A service's manifest as the infrastructure reads it: it runs none of its use cases, so their context is no matter. */
export type Manifest = Service<never>

/** Every service that is deployed. The gateway sends what belongs to none to the first. */
export const manifests: readonly Manifest[] = [leads, enrollment, loyalty, feedback]
