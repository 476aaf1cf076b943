import { relayHandler, sweepHandler } from '@tutelage/shared/lambda/relay-handler.ts'
import { relayPorts } from '@tutelage/shared/lambda/relay-ports.ts'

const ports = relayPorts('loyalty')

/** Publishes what the table's stream brings. */
export const handler = relayHandler(ports)

/** Publishes, each minute, what was left. */
export const sweep = sweepHandler(ports)
