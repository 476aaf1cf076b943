import { ask, lambdaContext } from '@tutelage/shared/testing/http-request.ts'
import { openCampuses } from '../operations/opening.ts'
import type { Operation, RouteOperation } from '../operations/operation.ts'
import { askedOf } from '../operations/request.ts'
import { School } from '../operations/school.ts'
import type { Campuses } from '../operations/standing.ts'
import { chanceOf } from './chance.ts'
import type { Cloud } from './cloud.ts'
import { crashAt, endOf, type Playable, playable } from './crash-points.ts'
import type { EndState } from './end-state.ts'
import { Crashed } from './lifeline.ts'
import { settle } from './settle.ts'
import { restore, type Snapshot, takeSnapshot } from './snapshot.ts'
import { calm } from './weather.ts'

const rounds = 6

/** What is asked of a service: its work, done again after a crash in the middle of it. */
interface Deed {
  do(cloud: Cloud, twice: boolean): Promise<void>
  /** Whether the caller, the queue or the scheduler comes again. */
  readonly again: 'repeated' | 'never'
}

let opened: Promise<Snapshot<Campuses>> | undefined

/** Both campuses as they stand before each operation. */
const openedOnce = (): Promise<Snapshot<Campuses>> => {
  opened ??= takeSnapshot(openCampuses)
  return opened
}

async function unlessCrashed<Answer>(run: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof Crashed) return undefined
    throw error
  }
}

/** What has no key of the request, and names of its own for what happens once. */
const isNamedApart = ({ contract }: RouteOperation): boolean => ['postPartnerEvent', 'bringRows'].includes(contract.id)

/** A request, sent again under the same key when no answer came: where there is no key, partners and whoever brings a file in send it again all the same. */
async function requestOf(operation: RouteOperation, school: School): Promise<Deed> {
  const { contract, service } = operation
  const asked = askedOf(contract, school.campusId, await operation.prepare(school), 'crash-points')
  await school.deliver()
  const again = contract.idempotency === 'none' && !isNamedApart(operation) ? 'never' : 'repeated'
  return {
    again,
    async do(cloud, twice) {
      const send = () => unlessCrashed(() => cloud.of(service).functions.invoke(({ http }) => ask(http, asked)))
      const first = await send()
      const answered = again === 'repeated' && (twice || !first) ? await send() : first
      const fine = !answered || answered.status === contract.reply.status
      cloud.witness.expect(fine, 'who asks again is answered', contract.id, answered?.status, answered?.text)
    },
  }
}

/** A message on a queue of the service, delivered again when it failed. */
async function messageOf(operation: Exclude<Operation, RouteOperation>, school: School): Promise<Deed> {
  const body = await operation.prepare(school)
  const isJob = operation.kind === 'due' || operation.kind === 'daily'
  return {
    again: 'repeated',
    async do(cloud, twice) {
      const message = { Records: [{ messageId: 'handed-over', body }] }
      const deliver = () =>
        unlessCrashed(() =>
          cloud.of(operation.service).functions.invoke((handlers) => {
            return isJob ? handlers.jobs(message, lambdaContext) : handlers.events(message, lambdaContext)
          }),
        )
      const isDone = (await deliver())?.batchItemFailures.length === 0
      if (isDone && !twice) return
      const again = await deliver()
      const failures = again?.batchItemFailures ?? []
      cloud.witness.expect(failures.length === 0, 'what failed is done when it comes again', operation.name, failures)
    },
  }
}

/** Gets an operation ready: a crash comes in the middle of its own work, what follows from it is calm. */
export async function readyOperation(operation: Operation): Promise<Playable> {
  const snapshot = await takeSnapshot(
    async (cloud) => {
      const school = new School(cloud, (await openedOnce()).left)
      return operation.kind === 'route' ? requestOf(operation, school) : messageOf(operation, school)
    },
    await openedOnce(),
  )
  const { left: deed } = snapshot
  const end = async (restored: Awaited<ReturnType<typeof restore>>, calls: number, twice: boolean) => {
    await settle(restored.cloud, { weather: calm, twice, rounds })
    return endOf(restored, snapshot, calls)
  }
  const nothing: EndState[] = deed.again === 'never' ? [await end(await restore(snapshot), 0, false)] : []
  return playable(
    async (point, plant) => {
      const restored = await restore(snapshot, plant)
      const crash = crashAt(point)
      restored.cloud.under(crash.weather, chanceOf(0))
      await deed.do(restored.cloud, point?.twice ?? false)
      return end(restored, crash.calls(), point?.twice ?? false)
    },
    nothing.map(({ events, items }) => ({ events, items })),
  )
}
