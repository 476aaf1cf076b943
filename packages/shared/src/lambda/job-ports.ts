import { whenAsked } from '../contracts/deferred.ts'
import type { ServiceName } from '../contracts/define-event.ts'
import type { MailPort } from '../contracts/mail.ts'
import { basePorts } from './base-ports.ts'
import { jobsEnvironment, readEnvironment } from './environment.ts'
import type { JobPorts } from './job-handler.ts'
import type { JobQueue } from './job-queue.ts'

/** The jobs queue on SQS, whose client is read by the first job that hands work on: what is done each minute rarely does. */
function jobQueue(queueUrl: string): JobQueue {
  const queue = whenAsked(async () => (await import('./sqs-job-queue.ts')).sqsJobQueue(queueUrl))
  return { send: async (...sent) => (await queue()).send(...sent) }
}

/**
 * What the jobs of a service run on: its table and its jobs queue.
 * @param mail only where a capability sends mail: `mailPort()`
 */
export function jobPorts(service: ServiceName, mail?: MailPort): JobPorts {
  const { JOBS_QUEUE_URL: queueUrl } = readEnvironment(jobsEnvironment())
  return { ...basePorts(service), jobs: jobQueue(queueUrl), ...(mail && { mail }) }
}
