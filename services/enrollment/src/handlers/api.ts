import { apiPorts } from '@tutelage/shared/lambda/api-ports.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import enrollment from '../../service.ts'

/** The HTTP API of enrollment. */
export const handler = httpHandler(enrollment, apiPorts(enrollment.name))
