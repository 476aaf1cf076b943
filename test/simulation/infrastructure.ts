import { TableUnavailable } from '@tutelage/shared/data/table-failures.ts'
import { dayMs, epochMs, hourMs, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import type { QueueRecord } from '@tutelage/shared/lambda/sqs-batch.ts'
import { lambdaContext } from '@tutelage/shared/testing/http-request.ts'
import type { Chance } from './chance.ts'
import type { Cloud, Deployed } from './cloud.ts'
import { Crashed } from './lifeline.ts'

const timeZone = 'Asia/Shanghai'

/** Runs what may end without an answer: what then happens to its input is the caller's answer. */
async function unlessCrashed<Answer>(run: () => Promise<Answer>, crashed: Answer): Promise<Answer> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof Crashed || error instanceof TableUnavailable) return crashed
    throw error
  }
}

const idsOf = (records: readonly QueueRecord[]): readonly string[] => records.map(({ messageId }) => messageId)

/** The event source hands some of a service's events to its consumer. */
export async function deliverEvents(cloud: Cloud, { events, functions }: Deployed, chance: Chance): Promise<void> {
  await events.deliver(chance, 1 + chance.below(4), async (records) => {
    const consume = () => functions.invoke((handlers) => handlers.events({ Records: records }, lambdaContext))
    const response = await unlessCrashed(consume, undefined)
    if (!response) return idsOf(records)
    const { batchItemFailures } = cloud.plant?.consumed?.(response) ?? response
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
  })
}

/** One message of a service's jobs queue. */
export async function deliverJob(_cloud: Cloud, { jobs, functions }: Deployed, chance: Chance): Promise<void> {
  await jobs.deliver(chance, 1, async (records) => {
    const consume = () => functions.invoke((handlers) => handlers.jobs({ Records: records }, lambdaContext))
    const response = await unlessCrashed(consume, undefined)
    return response ? response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) : idsOf(records)
  })
}

/** The stream hands some outbox items to the relay. */
export async function deliverStream(_cloud: Cloud, { stream, functions }: Deployed, chance: Chance): Promise<void> {
  await stream.deliver(1 + chance.below(8), async (records) => {
    const consume = () => functions.invoke((handlers) => handlers.relay({ Records: records }, lambdaContext))
    const failedAll = { batchItemFailures: [{ itemIdentifier: records[0]?.dynamodb?.SequenceNumber ?? '' }] }
    return unlessCrashed(consume, failedAll)
  })
}

/** Nobody does anything new for a while, and what is on its way arrives. */
export async function catchUp(cloud: Cloud, chance: Chance): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    for (const one of cloud.deployed) {
      for (let left = one.stream.size; left > 0; left -= 4) await deliverStream(cloud, one, chance)
      for (let left = one.events.visible; left > 0; left -= 2) await deliverEvents(cloud, one, chance)
      for (let left = one.jobs.visible; left > 0; left -= 1) await deliverJob(cloud, one, chance)
    }
  }
}

export async function sweepOutbox(_cloud: Cloud, { functions }: Deployed): Promise<void> {
  await unlessCrashed(() => functions.invoke((handlers) => handlers.sweep({}, lambdaContext)), undefined)
}

/** Each minute, as the scheduler has it. */
export function tick({ deployed }: Cloud): void {
  for (const { service, jobs } of deployed) {
    if (service.jobs.some(({ kind }) => kind === 'due') && jobs.visible === 0)
      jobs.send(JSON.stringify({ kind: 'due' }))
  }
}

const nineOfShanghaiMs = hourMs

/** Time passes; what is scheduled once a day is started when nine o'clock goes by. */
export function passTime({ clock, deployed }: Cloud, durationMs: number): void {
  const before = epochMs(clock.now()) - nineOfShanghaiMs
  clock.advance(durationMs)
  const days = Math.floor((before + durationMs) / dayMs) - Math.floor(before / dayMs)
  for (let day = 0; day < Math.min(days, 1); day += 1) {
    for (const { service, jobs } of deployed) {
      for (const job of service.jobs) {
        if (job.kind === 'daily') jobs.send(JSON.stringify({ kind: 'daily', job: job.name, timeZone }))
      }
    }
  }
}

/** Some time, mostly little; now and then so much that points expire. */
export const someTime = (chance: Chance): number =>
  chance.happens(0.02)
    ? 20 * dayMs
    : chance.pick([minuteMs, 10 * minuteMs, hourMs, 3 * hourMs, 5 * hourMs, 12 * hourMs]) + chance.below(minuteMs)
