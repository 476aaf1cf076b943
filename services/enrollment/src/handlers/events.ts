import { eventHandler } from '@tutelage/shared/lambda/event-handler.ts'
import { eventPorts } from '@tutelage/shared/lambda/event-ports.ts'
import enrollment from '../../service.ts'

/** What enrollment does with the events of the chain and of partners. */
export const handler = eventHandler(enrollment, eventPorts(enrollment.name))
