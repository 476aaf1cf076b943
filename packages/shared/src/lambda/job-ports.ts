import { SQSClient } from '@aws-sdk/client-sqs'
import type { ServiceName } from '../contracts/define-event.ts'
import type { MailPort } from '../contracts/mail.ts'
import { basePorts } from './base-ports.ts'
import { jobsEnvironment, readEnvironment } from './environment.ts'
import type { JobPorts } from './job-handler.ts'
import { sqsJobQueue } from './sqs-job-queue.ts'

/**
 * What the jobs of a service run on: its table and its jobs queue.
 * @param mail only where a capability sends mail: `mailPort()`
 */
export function jobPorts(service: ServiceName, mail?: MailPort): JobPorts {
  const { JOBS_QUEUE_URL: queueUrl } = readEnvironment(jobsEnvironment())
  const jobs = sqsJobQueue({ client: new SQSClient(), queueUrl })
  return { ...basePorts(service), jobs, ...(mail && { mail }) }
}
