import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { ServiceName } from '@tutelage/shared/contracts/define-event.ts'
import { markAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import type { HttpEvent } from '@tutelage/shared/lambda/http-event.ts'
import type { StreamEvent } from '@tutelage/shared/lambda/relay-handler.ts'
import type { QueueEvent } from '@tutelage/shared/lambda/sqs-batch.ts'
import { httpEvent } from '@tutelage/shared/testing/http-request.ts'
import { hourMs } from '../../packages/shared/src/kernel/instant.ts'
import { callIn, enroll } from '../operations/opening.ts'
import { operations } from '../operations/registry.ts'
import { askedOf, staffIdOf } from '../operations/request.ts'
import type { School } from '../operations/school.ts'
import type { Family } from '../operations/standing.ts'

/** What a function of a service is invoked with. */
export type Invocation =
  | { readonly kind: 'http'; readonly event: HttpEvent }
  | { readonly kind: 'events'; readonly event: QueueEvent }
  | { readonly kind: 'relay'; readonly event: StreamEvent }

/** One thing that a warm function does again and again. */
export interface Work {
  readonly name: string
  readonly service: ServiceName
  /** The most CPU of one request beside the database, where that is promised. */
  readonly reachMs?: number
  /** Does what must stand before it, and answers what then succeeds. */
  prepare(school: School): Promise<Invocation>
}

const registered = (kind: 'route' | 'subscription', service: ServiceName, name: string): Work => ({
  name: `${service} ${name}`,
  service,
  async prepare(school) {
    for (const one of operations) {
      if (one.service !== service || one.name !== name || one.kind !== kind) continue
      if (one.kind === 'route') {
        const asked = askedOf(one.contract, school.campusId, await one.prepare(school), 'the-only-key')
        return { kind: 'http', event: httpEvent(asked) }
      }
      return { kind: 'events', event: { Records: [{ messageId: 'only', body: await one.prepare(school) }] } }
    }
    throw new Error(`${service} has no ${kind} ${name}`)
  },
})

const sheetSize = 20

/** Families that called in, known to every service. */
async function families(school: School, count: number): Promise<readonly Family[]> {
  const called: Family[] = []
  for (let at = 1; at <= count; at += 1) {
    called.push(await callIn(school, `pupil${at}`, `+86139200000${String(at).padStart(2, '0')}`))
  }
  await school.deliver()
  return called
}

async function fillClass(school: School): Promise<readonly string[]> {
  const others = await families(school, sheetSize - 1)
  for (const family of others) await enroll(school, family, school.here)
  await school.deliver()
  return [school.here.enrolled, ...others].map(({ studentId }) => studentId)
}

const classSheet: Work = {
  name: `enrollment markAttendance of ${sheetSize}`,
  service: 'enrollment',
  reachMs: 8,
  async prepare(school) {
    const { campusId, here } = school
    const students = await fillClass(school)
    school.wait(2 * hourMs)
    const marks = students.map((studentId) => ({ studentId, status: 'attended' }))
    const body = { marks, teacher: { staffId: staffIdOf(campusId, 'teacher'), status: 'attended' } }
    const params = { campusId, lessonId: here.lessonIds[0] }
    const asked = askedOf(markAttendance, campusId, { as: 'teacher', params, body }, 'the-only-key')
    return { kind: 'http', event: httpEvent(asked) }
  },
}

const chunkSize = 10

function imagesOf(school: School): readonly Record<string, AttributeValue>[] {
  const { table } = school.cloud.of('enrollment')
  const items = table.all().filter(({ entity, status }) => entity === 'outbox' && status === 'unsent')
  return items.slice(0, chunkSize).map((item) => marshall(item, { removeUndefinedValues: true }))
}

/** One chunk of what was committed, as the stream of the table hands it over. */
const relayChunk: Work = {
  name: `enrollment relay of ${chunkSize}`,
  service: 'enrollment',
  async prepare(school) {
    for (const family of await families(school, chunkSize)) await enroll(school, family, school.here)
    const images = imagesOf(school)
    if (images.length < chunkSize) throw new Error('too few events wait')
    const Records = images.map((NewImage, at) => ({
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: String(at), NewImage },
    }))
    return { kind: 'relay', event: { Records } }
  },
}

/** A route of each service, an event and a chunk of the relay. */
export const works: readonly Work[] = [
  registered('route', 'leads', 'getCustomerFile'),
  registered('route', 'enrollment', 'getBalance'),
  registered('route', 'enrollment', 'payTuition'),
  classSheet,
  registered('route', 'loyalty', 'getPoints'),
  registered('route', 'feedback', 'fileComplaint'),
  registered('subscription', 'loyalty', 'earn-points'),
  relayChunk,
]
