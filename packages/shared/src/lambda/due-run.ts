import type { DueJob } from '../contracts/define-service.ts'
import type { Served } from '../contracts/served.ts'
import type { Call, Ports } from '../data/attempt.ts'
import type { CampusContext } from '../data/context.ts'
import { type DueItem, duePages } from '../data/due-index.ts'
import { campusIdOf } from '../data/keys.ts'
import { runUseCase } from '../data/run-use-case.ts'
import { enterCampus, systemScope } from '../kernel/scope.ts'
import { boundLog } from './logger.ts'
import type { Meter } from './meter.ts'
import { eachBounded } from './sqs-batch.ts'

/** What a job runs on, and whether there is time for more. */
export interface JobSetting {
  readonly service: Served<CampusContext>
  readonly ports: Ports
  readonly meter: Meter
  hasTime(): boolean
}

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
 * Does what has come due for one job, each item on its own, until nothing is left or the time is over: what fails stays in
 * the index, comes again next minute and holds up nothing that is due after it.
 * @returns true when the time was over before the work, and some of it was done
 */
export async function runDueJob(setting: JobSetting, job: DueJob<CampusContext>): Promise<boolean> {
  let [done, left] = [0, 0]
  for await (const items of duePages(setting.ports.table, { job: job.name, now: setting.ports.clock.now() })) {
    await eachBounded(items, 10, async (item) => {
      if (!setting.hasTime()) left += 1
      else if (await runOne(setting, job, item)) done += 1
    })
    if (left > 0) break
  }
  return left > 0 && done > 0
}
