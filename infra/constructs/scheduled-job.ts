import { Duration } from 'aws-cdk-lib'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { Manifest } from '../manifests.ts'
import type { Place } from './place.ts'
import { allowSend, workOn } from './queue-rights.ts'
import { countedBy, raiseAlarm } from './raise-alarm.ts'
import { dailyAt, everyMinute, type ServiceClock } from './service-clock.ts'
import { WorkQueue } from './work-queue.ts'

/** How long a job message may be worked on; less than the lease of a daily run, so that a lease outlives its holder. */
export const jobsTimeout = Duration.seconds(60)

/**
 * The jobs of a service: its clock puts messages into a queue, a function works on them and may put more there, one per
 * campus and page.
 */
export class ScheduledJobs extends Construct {
  readonly queue: WorkQueue

  constructor(scope: Construct, id: string, { place }: { readonly place: Place }) {
    super(scope, id)
    this.queue = new WorkQueue(this, 'Queue', { place, called: 'jobs', handlerTimeout: jobsTimeout })
    raiseAlarm(this, 'jobs-failing', place, {
      metric: countedBy(place, 'JobsFailed'),
      periods: 3,
      means: `Something due in ${place.service} goes on failing: docs/operations/alarms.md`,
    })
  }

  /** One message each minute when anything waits in the due index; one a day and time zone for each daily job. */
  schedule(clock: ServiceClock, jobs: Manifest['jobs'], timeZones: readonly string[]): void {
    const { queue } = this
    if (jobs.some((job) => job.kind === 'due'))
      clock.tell('due', everyMinute, queue, queue.deadLetters, { kind: 'due' })
    for (const job of jobs) {
      if (job.kind === 'due') continue
      for (const timeZone of timeZones) {
        const name = `${job.name}-${timeZone.replaceAll('/', '.')}`
        const message = { kind: 'daily', job: job.name, timeZone }
        clock.tell(name, dailyAt(job.at, timeZone), queue, queue.deadLetters, message)
      }
    }
  }

  /** One message at a time, so that one campus in trouble does not hold back another. */
  workedOnBy(handler: IFunction): void {
    workOn(this.queue, handler, { batchSize: 1 })
    allowSend(handler, this.queue)
  }
}
