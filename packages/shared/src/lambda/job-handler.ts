import middy from '@middy/core'
import type { Context as LambdaContext } from 'aws-lambda'
import { campusesInZone } from '../campus/campus-store.ts'
import { loadCampus } from '../campus/load-campus.ts'
import type { DailyJob, DueJob } from '../contracts/define-service.ts'
import type { Served } from '../contracts/served.ts'
import type { CampusContext } from '../data/context.ts'
import { runUseCase } from '../data/run-use-case.ts'
import { accept } from '../kernel/decision.ts'
import { enterCampus, systemScope } from '../kernel/scope.ts'
import { type DailyRun, daysToRun, leaseMs, runDay } from './daily-run.ts'
import { type JobSetting, runDueJob } from './due-run.ts'
import { type DailyCampusMessage, type JobQueue, jobMessageSchema } from './job-queue.ts'
import { boundLog } from './logger.ts'
import { type MeteredPorts, noMeter } from './meter.ts'
import { type BatchResponse, handleBatch, type QueueEvent, type QueueRecord } from './sqs-batch.ts'

/** What the jobs of a service run on. */
export interface JobPorts extends MeteredPorts {
  readonly jobs: JobQueue
}

/** What is left of the function's time for saving and answering. */
const reserveMs = 10_000

interface Setting extends JobSetting {
  readonly ports: JobPorts
}

const isDue = (job: DueJob<CampusContext> | DailyJob<CampusContext>): job is DueJob<CampusContext> => job.kind === 'due'

async function runDue(setting: Setting): Promise<void> {
  const again = await Promise.all(setting.service.jobs.filter(isDue).map((job) => runDueJob(setting, job)))
  if (again.includes(true)) await setting.ports.jobs.send([{ kind: 'due' }])
}

function dailyJob({ service }: Setting, name: string): DailyJob<CampusContext> {
  const job = service.jobs.find((one) => one.name === name)
  if (job?.kind !== 'daily') throw new Error(`${service.name} has no daily job ${name}`)
  return job
}

/** One message for each campus of the zone, so that one campus that fails holds up no other. */
async function fanOut(setting: Setting, name: string, timeZone: string): Promise<void> {
  const job = dailyJob(setting, name).name
  const campuses = await campusesInZone(setting.ports.table, systemScope(setting.service.name), timeZone)
  await setting.ports.jobs.send(campuses.map((campusId) => ({ kind: 'dailyCampus', job, campusId })))
}

function dailyRun(setting: Setting, { job: name, campusId }: DailyCampusMessage): DailyRun {
  const { service, hasTime } = setting
  const scope = systemScope(service.name)
  const campus = enterCampus(scope, campusId)
  if (!campus) throw new Error('the system may enter every campus')
  const ports = { ...setting.ports, log: boundLog(setting.ports.log, { job: name, campusId }) }
  const call = { service: service.name, operation: name, scope, correlationId: ports.ids.next('request') }
  return { ports, job: dailyJob(setting, name), campus, call, hasTime }
}

async function campusOf({ ports, campus, call }: DailyRun) {
  const outcome = await runUseCase(ports, { ...call, campus }, async (context) => accept(await loadCampus(context)))
  if (outcome.kind !== 'done') throw new Error('the campus was not read')
  return outcome.answer
}

/** Every day that is to run, each on its own: one that fails does not hold up the days after it. */
async function runCampus(setting: Setting, message: DailyCampusMessage): Promise<void> {
  const run = dailyRun(setting, message)
  const ended = new Set<string>()
  const errors: unknown[] = []
  for (const day of await daysToRun(run, await campusOf(run))) {
    try {
      ended.add(setting.hasTime() ? await runDay(run, day) : 'more')
      setting.meter.count('JobsRun')
    } catch (error) {
      setting.meter.count('JobsFailed')
      run.ports.log.error('daily job failed', { localDate: day, error })
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
  if (ended.has('more')) await setting.ports.jobs.send([message])
  else if (ended.has('leased')) await setting.ports.jobs.send([message], { delaySeconds: leaseMs / 1000 })
}

async function handle(setting: Setting, { body }: QueueRecord): Promise<void> {
  const message = jobMessageSchema().parse(JSON.parse(body))
  switch (message.kind) {
    case 'due':
      return runDue(setting)
    case 'daily':
      return fanOut(setting, message.job, message.timeZone)
    case 'dailyCampus':
      return runCampus(setting, message)
  }
}

/**
 * The consumer of a service's jobs queue: what is due each minute, and what happens once per campus and local day.
 * Messages may come twice or late: the due index and the filed day runs decide what is still to do.
 */
export function jobHandler(service: Served<CampusContext>, ports: JobPorts) {
  const { meter = noMeter } = ports
  const onFailure = ({ messageId }: QueueRecord, error: unknown): void => {
    ports.log.error('job message failed', { messageId, error })
  }
  const consume = (event: QueueEvent, context: LambdaContext): Promise<BatchResponse> => {
    const hasTime = (): boolean => context.getRemainingTimeInMillis() > reserveMs
    return handleBatch(event, (record) => handle({ service, ports, meter, hasTime }, record), onFailure)
  }
  return middy<QueueEvent, BatchResponse>(consume).after(() => meter.flush())
}
