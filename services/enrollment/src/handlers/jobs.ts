import { jobHandler } from '@tutelage/shared/lambda/job-handler.ts'
import { jobPorts } from '@tutelage/shared/lambda/job-ports.ts'
import enrollment from '../../service.ts'

/** What enrollment does when its moment has come. */
export const handler = jobHandler(enrollment, jobPorts(enrollment.name))
