import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import type { ServiceName } from '../contracts/define-event.ts'
import { eventBridgeBus } from '../data/event-bridge-bus.ts'
import { basePorts } from './base-ports.ts'
import { busEnvironment, readEnvironment } from './environment.ts'
import type { PublishingPorts } from './relay-handler.ts'

/** What relay and sweeper of a service run on: its table and the chain's bus. */
export function relayPorts(service: ServiceName): PublishingPorts {
  const ports = basePorts(service)
  const { BUS_NAME: busName } = readEnvironment(busEnvironment())
  return { ...ports, bus: eventBridgeBus({ client: new EventBridgeClient(), busName, pause: ports.pause }) }
}
