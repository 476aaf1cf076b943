import type { ServiceName } from '../contracts/define-event.ts'
import type { MailPort } from '../contracts/mail.ts'
import { basePorts } from './base-ports.ts'
import type { MeteredPorts } from './meter.ts'

/**
 * What the event consumer of a service runs on.
 * @param mail only where a capability sends mail: `mailPort()`
 */
export const eventPorts = (service: ServiceName, mail?: MailPort): MeteredPorts => ({
  ...basePorts(service),
  ...(mail && { mail }),
})
