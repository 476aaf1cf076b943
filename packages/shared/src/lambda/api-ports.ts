import type { ServiceName } from '../contracts/define-event.ts'
import { basePorts } from './base-ports.ts'
import type { MeteredPorts } from './meter.ts'

/** What the HTTP API of a service runs on: its table, and no other AWS service. */
export const apiPorts = (service: ServiceName): MeteredPorts => basePorts(service)
