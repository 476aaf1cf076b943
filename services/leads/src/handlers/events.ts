import { eventHandler } from '@tutelage/shared/lambda/event-handler.ts'
import { eventPorts } from '@tutelage/shared/lambda/event-ports.ts'
import { mailPort } from '@tutelage/shared/lambda/mail-port.ts'
import leads from '../../service.ts'

/** What leads does with the events of the chain and of partners. */
export const handler = eventHandler(leads, eventPorts(leads.name, mailPort()))
