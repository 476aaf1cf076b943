import { relayHandler, sweepHandler } from '@tutelage/shared/lambda/relay-handler.ts'
import { relayPorts } from '@tutelage/shared/lambda/relay-ports.ts'

const ports = relayPorts('enrollment')

/** Publishes what enrollment has committed, as the table's stream tells it. */
export const handler = relayHandler(ports)

/** Publishes what the stream left behind. */
export const sweep = sweepHandler(ports)
