import type { Service } from '../packages/shared/src/contracts/define-service.ts'

/** A service's manifest as the infrastructure reads it: it runs none of its use cases, so their context is no matter. */
export type Manifest = Service<never>
