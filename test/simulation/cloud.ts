import type { ServiceName } from '@tutelage/shared/contracts/define-event.ts'
import type { Service } from '@tutelage/shared/contracts/define-service.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { BusEntry } from '@tutelage/shared/data/event-bus.ts'
import { type MemoryTable, memoryTable } from '@tutelage/shared/data/memory-table.ts'
import type { Table } from '@tutelage/shared/data/table.ts'
import type { JobQueue } from '@tutelage/shared/lambda/job-queue.ts'
import { faultyTable } from '@tutelage/shared/testing/faulty-table.ts'
import { type TestClock, testClock, testIds } from '@tutelage/shared/testing/test-context.ts'
import { services } from '../services.ts'
import { makeBus, type SimulatedBus } from './bus.ts'
import { type Chance, chanceOf } from './chance.ts'
import { defectLog } from './defect-log.ts'
import { type Functions, makeFunctions } from './functions.ts'
import { KnownIds } from './known-ids.ts'
import { withOccasions } from './label-mail.ts'
import { type Mailbox, makeMailbox } from './mailbox.ts'
import { witnessed } from './observe-service.ts'
import type { Plant } from './plant.ts'
import { Queue } from './queue.ts'
import { Stream } from './stream.ts'
import { makeTurns, type Turns } from './turns.ts'
import { calm, type Weather } from './weather.ts'
import { Witness } from './witness.ts'

/** One service as it is deployed: its table, stream, queues and functions. */
export interface Deployed {
  readonly service: Service<CampusContext>
  readonly table: MemoryTable
  readonly stream: Stream
  readonly events: Queue
  readonly jobs: Queue
  readonly functions: Functions
}

/** All services on one clock, with a bus and a mail service between them. */
export interface Cloud {
  readonly deployed: readonly Deployed[]
  readonly clock: TestClock
  readonly bus: SimulatedBus
  readonly mailbox: Mailbox
  readonly turns: Turns
  readonly witness: Witness
  /** What clients have learnt from their answers. */
  readonly known: KnownIds
  readonly plant: Plant | undefined
  /** What the bus took, in order. */
  readonly published: readonly BusEntry[]
  of(service: ServiceName): Deployed
  /** From now on: what goes wrong, and the chance that decides the rest. */
  under(weather: Weather, chance: Chance): void
}

function jobQueueOf(queue: Queue): JobQueue {
  return {
    async send(messages, { delaySeconds = 0 } = {}) {
      for (const message of messages) queue.send(JSON.stringify(message), delaySeconds * 1000)
    },
  }
}

/** What is summed up of a day was recorded hours before: no index is so far behind. */
const upToDate = (table: Table, faulty: Table): Table => ({
  ...faulty,
  query: (query) => (query.pk.includes('#RECORDED#') ? table : faulty).query(query),
})

/** @param plant a bug in the wiring, or none */
export function startCloud(plant?: Plant): Cloud {
  const clock = testClock('2026-03-02T00:30:00.000Z')
  const ids = testIds(clock)
  const witness = new Witness()
  const turns = makeTurns()
  let now = { weather: calm, chance: chanceOf(0) }
  const weather = (): Weather => now.weather
  const mailbox = makeMailbox(weather)
  const published: BusEntry[] = []
  const queues = new Map(services.map(({ name }) => [name, new Queue(`${name}-events`, clock)]))
  const bus = makeBus({
    services,
    queues,
    weather,
    chance: () => now.chance,
    published: (entry) => published.push(entry),
  })
  const deploy = (manifest: Service<CampusContext>): Deployed => {
    const table = memoryTable({ clock })
    const faulty = upToDate(table, faultyTable(table, { next: (asked) => weather().fault(asked) }))
    const jobs = new Queue(`${manifest.name}-jobs`, clock)
    const labelled = witnessed(withOccasions(manifest, mailbox), witness)
    const outside = {
      service: plant?.service?.(labelled) ?? labelled,
      table: plant?.table?.(faulty, manifest.name) ?? faulty,
      bus: plant?.bus?.(bus) ?? bus,
      mail: plant?.mail?.(mailbox) ?? mailbox,
      jobs: jobQueueOf(jobs),
      log: defectLog(witness),
      ...{ clock, ids, turns, weather },
    }
    const events = queues.get(manifest.name) ?? new Queue('none', clock)
    return { service: manifest, table, stream: new Stream(table), events, jobs, functions: makeFunctions(outside) }
  }
  const deployed = services.map(deploy)
  const of = (name: ServiceName): Deployed => {
    const found = deployed.find(({ service }) => service.name === name)
    if (!found) throw new RangeError(`no service ${name}`)
    return found
  }
  const under = (then: Weather, chance: Chance): void => {
    now = { weather: then, chance }
  }
  const known = new KnownIds()
  return { deployed, clock, bus, mailbox, turns, witness, known, plant, published, of, under }
}
