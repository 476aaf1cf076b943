import { apiPorts } from '@tutelage/shared/lambda/api-ports.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import service from '../../service.ts'

/** The HTTP API. */
export const handler = httpHandler(service, apiPorts('loyalty'))
