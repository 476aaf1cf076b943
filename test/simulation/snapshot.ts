import type { ServiceName } from '@tutelage/shared/contracts/define-event.ts'
import type { BusEntry } from '@tutelage/shared/data/event-bus.ts'
import type { ItemChange } from '@tutelage/shared/data/memory-table.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { addMs, type Instant, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { chanceOf } from './chance.ts'
import { type Cloud, startCloud } from './cloud.ts'
import { idsIn, itemTexts } from './end-state.ts'
import type { Plant } from './plant.ts'
import { type Overview, watchAll } from './watch-all.ts'

/** What one service had on its way. */
interface Waiting {
  readonly service: ServiceName
  readonly streamed: number
  readonly events: readonly string[]
  readonly jobs: readonly string[]
}

/** A cloud as all that was written, published and mailed until then: put up again without playing it again. */
export interface Snapshot<Left = unknown> {
  /** What those who played learnt. */
  readonly left: Left
  readonly at: Instant
  readonly commits: readonly (readonly [service: ServiceName, writes: readonly Write[]])[]
  readonly published: readonly BusEntry[]
  readonly mails: readonly (readonly [occasion: string, text: string, count: number])[]
  /** Every item and every event's detail, as texts. */
  readonly stood: ReadonlySet<string>
  /** Every id in them. */
  readonly ids: ReadonlySet<string>
  readonly waiting: readonly Waiting[]
}

/** A cloud that stands where the snapshot was taken, with every watch set. */
export interface Restored {
  readonly cloud: Cloud
  readonly overview: Overview
}

const writeOf = ({ key, after }: ItemChange): Write =>
  after ? { op: 'put', item: after, when: 'always' } : { op: 'delete', key, when: 'present' }

function keptOf<Left>(cloud: Cloud, left: Left) {
  const { mailbox, clock, published } = cloud
  const mails = [...mailbox.occasions].map(
    (occasion) => [occasion, mailbox.textOf(occasion) ?? '', mailbox.arrived(occasion)] as const,
  )
  const stood = new Set([...itemTexts(cloud).map(([text]) => text), ...published.map(({ detail }) => detail)])
  const ids = new Set(idsIn([...stood].join()))
  const waiting = cloud.deployed.map(({ service, stream, events, jobs }) => ({
    ...{ service: service.name, streamed: stream.size, events: events.bodies, jobs: jobs.bodies },
  }))
  return { left, at: clock.now(), published: [...published], mails, stood, ids, waiting }
}

/**
 * Plays what comes first and keeps what it left.
 * @param play on a cloud where nothing stands, or what a snapshot has
 * @throws Error when it broke an invariant
 */
export async function takeSnapshot<Left>(
  play: (cloud: Cloud) => Promise<Left>,
  from?: Snapshot,
): Promise<Snapshot<Left>> {
  const { cloud } = from ? await restore(from) : putUp()
  const commits: Snapshot['commits'][number][] = [...(from?.commits ?? [])]
  for (const { service, table } of cloud.deployed) {
    table.onCommit((changes) => commits.push([service.name, changes.map(writeOf)]))
  }
  const left = await play(cloud)
  if (cloud.witness.violations.length > 0) throw new Error(`a snapshot of: ${cloud.witness.violations.join('; ')}`)
  return { ...keptOf(cloud, left), commits }
}

function putUp(plant?: Plant): Restored {
  const cloud = startCloud(plant)
  return { cloud, overview: watchAll(cloud) }
}

async function mailAgain({ mailbox }: Cloud, { mails }: Snapshot): Promise<void> {
  for (const [occasion, text, count] of mails) {
    const port = mailbox.labelled(mailbox, occasion)
    for (let at = 0; at < count; at += 1) await port.send({ to: '', subject: '', html: '', text })
  }
}

/** Only what was still on its way is streamed and queued. */
async function putOnTheWay(cloud: Cloud, { waiting }: Snapshot): Promise<void> {
  for (const { service, streamed, events, jobs } of waiting) {
    const one = cloud.of(service)
    one.stream.forget(one.stream.size - streamed)
    await one.events.deliver({ ...chanceOf(0), happens: () => false }, one.events.size, async () => [])
    for (const body of events) one.events.send(body)
    for (const body of jobs) one.jobs.send(body)
  }
}

/**
 * Puts a snapshot up in a cloud of its own, a minute later, so that what gets an id gets another one.
 * @param plant stands in the wiring from now on
 */
export async function restore(snapshot: Snapshot, plant?: Plant): Promise<Restored> {
  const { cloud, overview } = putUp(plant)
  cloud.clock.set(snapshot.at)
  for (const [service, writes] of snapshot.commits) await cloud.of(service).table.transact(writes)
  await cloud.bus.publish(snapshot.published)
  await mailAgain(cloud, snapshot)
  await putOnTheWay(cloud, snapshot)
  overview.afterStep()
  cloud.clock.set(addMs(snapshot.at, minuteMs))
  return { cloud, overview }
}
