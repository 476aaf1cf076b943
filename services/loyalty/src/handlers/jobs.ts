import { jobHandler } from '@tutelage/shared/lambda/job-handler.ts'
import { jobPorts } from '@tutelage/shared/lambda/job-ports.ts'
import service from '../../service.ts'

/** The consumer of the jobs queue. */
export const handler = jobHandler(service, jobPorts('loyalty'))
