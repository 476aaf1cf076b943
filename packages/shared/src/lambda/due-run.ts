import type { DueJob, Service } from '../contracts/define-service.ts'
import type { Call, Ports } from '../data/attempt.ts'
import type { CampusContext } from '../data/context.ts'
import { type DueItem, readDue } from '../data/due-index.ts'
import { campusIdOf } from '../data/keys.ts'
import { runUseCase } from '../data/run-use-case.ts'
import { enterCampus, systemScope } from '../kernel/scope.ts'
import { boundLog } from './logger.ts'
import type { Meter } from './meter.ts'
import { eachBounded } from './sqs-batch.ts'

/** What a job runs on, and whether there is time for more. */
export interface JobSetting {
  readonly service: Service<CampusContext>
  readonly ports: Ports
  readonly meter: Meter
  hasTime(): boolean
}

/** How many due items of one job are read at once. */
export const dueAtOnce = 500

async function runOne(
  { service, ports, meter }: JobSetting,
  job: DueJob<CampusContext>,
  item: DueItem,
): Promise<boolean> {
  const scope = systemScope(service.name)
  const campusId = campusIdOf(item)
  const campus = campusId && enterCampus(scope, campusId)
  const log = boundLog(ports.log, { job: job.name, campusId })
  const correlationId = ports.ids.next('request')
  const call: Call = { service: service.name, operation: job.name, scope, correlationId, ...(campus && { campus }) }
  try {
    const outcome = await runUseCase({ ...ports, log }, call, (context) => job.run(item, context))
    if (outcome.kind === 'refused') log.warn('due item refused', { code: outcome.refusal.code })
    meter.count(outcome.kind === 'done' ? 'JobsRun' : 'JobsFailed')
    return outcome.kind === 'done'
  } catch (error) {
    meter.count('JobsFailed')
    log.error('due item failed', { error })
    return false
  }
}

/**
 * Does what has come due for one job, each item on its own: what fails stays in the index and comes again next minute.
 * @returns true when there may be more and this got something done
 */
export async function runDueJob(setting: JobSetting, job: DueJob<CampusContext>): Promise<boolean> {
  const items = await readDue(setting.ports.table, job.name, setting.ports.clock.now(), dueAtOnce)
  let done = 0
  await eachBounded(items, 10, async (item) => {
    if (setting.hasTime() && (await runOne(setting, job, item))) done += 1
  })
  return items.length === dueAtOnce && done > 0
}
