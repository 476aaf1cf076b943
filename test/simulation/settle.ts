import { minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { chanceOf } from './chance.ts'
import type { Cloud } from './cloud.ts'
import { deliverEvents, deliverJob, deliverStream, passTime, sweepOutbox, tick } from './infrastructure.ts'
import { calm, type Weather } from './weather.ts'

/** So many rounds without an end are no rest. */
const mostRounds = 40

async function drain(cloud: Cloud, round: number, twice: boolean): Promise<void> {
  const once = { ...chanceOf(round), happens: () => false }
  const chance = { ...once, happens: () => twice }
  for (const one of cloud.deployed) {
    for (const queue of [one.events, one.jobs]) {
      queue.redrive()
      queue.wake()
    }
    while (one.stream.size > 0) await deliverStream(cloud, one, once)
    await sweepOutbox(cloud, one)
    for (let left = one.events.visible; left > 0; left -= 1) await deliverEvents(cloud, one, chance)
    for (let left = one.jobs.visible; left > 0; left -= 1) await deliverJob(cloud, one, once)
  }
}

/** What has come due and waits to be done, as `entity` of its items. */
const overdue = ({ clock }: Cloud, { table }: Cloud['deployed'][number]): readonly string[] =>
  table.all().flatMap(({ dueSk, entity }) => (dueSk !== undefined && dueSk <= clock.now() ? [entity] : []))

const isIdle = (cloud: Cloud): boolean =>
  cloud.deployed.every((one) => {
    const { stream, events, jobs } = one
    const underWay = stream.size + events.size + events.dead + jobs.size + jobs.dead
    return underWay === 0 && overdue(cloud, one).length === 0
  })

/** How a run comes to rest. */
export interface Rest {
  readonly weather: Weather
  /** Every event is delivered twice. */
  readonly twice: boolean
  /** So many rounds at least: as much time passes whatever happens. */
  readonly rounds: number
}

/** Unless told otherwise the weather is calm from now on: dead letters are redriven, outboxes swept, queues emptied, what is due done. */
export async function settle(
  cloud: Cloud,
  { weather, twice, rounds }: Rest = { weather: calm, twice: false, rounds: 1 },
): Promise<void> {
  cloud.under(weather, chanceOf(0))
  let quiet = 0
  for (let round = 1; round <= mostRounds && (quiet < 3 || round <= rounds); round += 1) {
    passTime(cloud, 3 * minuteMs)
    tick(cloud)
    await drain(cloud, round, twice)
    quiet = isIdle(cloud) ? quiet + 1 : 0
  }
  for (const one of cloud.deployed) {
    const { service, events, jobs, stream } = one
    const left = { stream: stream.size, events: events.size, dead: events.dead, jobs: jobs.size, deadJobs: jobs.dead }
    const isAtRest = Object.values(left).every((count) => count === 0)
    cloud.witness.expect(isAtRest, 'everything settles', service.name, left)
    const due = overdue(cloud, one)
    cloud.witness.expect(due.length === 0, 'what is due is done', service.name, due)
  }
}
