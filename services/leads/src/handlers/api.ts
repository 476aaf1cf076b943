import { apiPorts } from '@tutelage/shared/lambda/api-ports.ts'
import { readEnvironment, zonesEnvironment } from '@tutelage/shared/lambda/environment.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import leads from '../../service.ts'

const { TIME_ZONES: timeZones } = readEnvironment(zonesEnvironment())

/** The HTTP API of leads. */
export const handler = httpHandler(leads, { ...apiPorts(leads.name), timeZones })
