import { apiPorts } from '@tutelage/shared/lambda/api-ports.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import leads from '../../service.ts'

/** The HTTP API of leads. */
export const handler = httpHandler(leads, apiPorts(leads.name))
