import { eventHandler } from '@tutelage/shared/lambda/event-handler.ts'
import { eventPorts } from '@tutelage/shared/lambda/event-ports.ts'
import service from '../../service.ts'

/** The consumer of the event queue. */
export const handler = eventHandler(service, eventPorts('loyalty'))
