import { jobHandler } from '@tutelage/shared/lambda/job-handler.ts'
import { jobPorts } from '@tutelage/shared/lambda/job-ports.ts'
import { mailPort } from '@tutelage/shared/lambda/mail-port.ts'
import leads from '../../service.ts'

/** What leads does when its moment has come. */
export const handler = jobHandler(leads, jobPorts(leads.name, mailPort()))
