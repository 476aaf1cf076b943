import type { RouteContract } from '@tutelage/shared/contracts/define-route.ts'
import type { Service } from '@tutelage/shared/contracts/define-service.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { jitteredPause } from '@tutelage/shared/data/run-use-case.ts'
import type { Item, Table } from '@tutelage/shared/data/table.ts'
import { makeIdSource } from '@tutelage/shared/kernel/ids.ts'
import { type Clock, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { eventHandler } from '@tutelage/shared/lambda/event-handler.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask, lambdaContext } from '@tutelage/shared/testing/http-request.ts'
import type { Request } from '../operations/operation.ts'
import { askedOf } from '../operations/request.ts'

/** What one of the rivals does: a request under its own key, or an event that is delivered. */
export type Contender =
  | { readonly contract: RouteContract; readonly request: Request; readonly key: string }
  | { readonly message: string }

/** How it ended for one of them: status and body, or what of the batch failed. */
export interface Ending {
  readonly status: number
  readonly body: unknown
}

/** Fifty at once on a busy machine take longer than a function that has one request to itself. */
const patient = { ...lambdaContext, getRemainingTimeInMillis: () => 10 * minuteMs }

/** The real handlers of a service on a table, as its functions have them; a defect is thrown. */
export function openHandlers(service: Service<CampusContext>, table: Table, clock: Clock) {
  const fail = (message: string, fields: unknown): never => {
    throw new Error(`${message}: ${JSON.stringify(fields)}`)
  }
  const ids = makeIdSource(clock, (bytes) => crypto.getRandomValues(bytes))
  const log = { info: () => undefined, warn: () => undefined, error: fail }
  const told = { publicUrl: 'https://tutelage.test', timeZones: ['Asia/Shanghai'] }
  const ports = { table, clock, ids, log, ...told, pause: jitteredPause(Math.random) }
  const [http, events] = [httpHandler(service, ports, { checkReplies: true }), eventHandler(service, ports)]
  return async (campusId: string, contender: Contender): Promise<Ending> => {
    if ('message' in contender) {
      const event = { Records: [{ messageId: 'rival', body: contender.message }] }
      const { batchItemFailures } = await events(event, patient)
      return { status: batchItemFailures.length === 0 ? 200 : 500, body: undefined }
    }
    const { contract, request, key } = contender
    const { status, body, text } = await ask((event) => http(event, patient), askedOf(contract, campusId, request, key))
    return { status, body: body ?? text }
  }
}

/** Ids differ from run to run, and what is made of them; rivals differ by name. Which of them stand where is no matter. */
const withoutIds = (text: string): string =>
  text
    .replace(/\b([a-z]{3})_[0-9A-HJKMNP-TV-Z]{26}\b/g, '$1')
    .replace(/(IDEMPOTENCY#\w+)#[\w-]{43}/g, '$1')
    .replace(/(#UNSENT)#\d+/g, '$1')
    .replace(/(number\W+)\d{10}\b/gi, '$1')
    .replace(/(bodyHash\W+)[\w-]{43}/g, '$1')
    .replace(/rival-\d+|\+?86139123460\d\d/g, 'rival')

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]): [string, unknown] => [name, sorted(member)])
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)))
}

const plus = (a: unknown, b: unknown): unknown => (typeof a === 'number' && typeof b === 'number' ? a + b : b)

/** Which shard a rival's name leads to is chance: the shards of one counter are the one item that they stand for. */
function withoutShards(items: readonly Item[]): readonly Item[] {
  const counters = new Map<string, Item>()
  for (const item of items.filter(({ sk }) => sk.startsWith('SHARD#'))) {
    const sum = Object.entries(counters.get(item.pk) ?? {}).map(([name, value]) => [name, plus(item[name], value)])
    counters.set(item.pk, { ...item, ...Object.fromEntries(sum), sk: 'SHARD' })
  }
  return [...items.filter(({ sk }) => !sk.startsWith('SHARD#')), ...counters.values()]
}

/** What stands in a table, so that two runs of the same work compare equal: every amount, count, state and version. */
export const stateOf = (items: readonly Item[]): readonly string[] =>
  withoutShards(items)
    .map((item) => withoutIds(JSON.stringify(sorted(item))))
    .sort()
