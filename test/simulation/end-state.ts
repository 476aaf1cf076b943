import { createHash } from 'node:crypto'
import type { ServiceName } from '@tutelage/shared/contracts/define-event.ts'
import type { BusEntry } from '@tutelage/shared/data/event-bus.ts'
import type { Item } from '@tutelage/shared/data/table.ts'
import type { Cloud } from './cloud.ts'
import type { Snapshot } from './snapshot.ts'

/** What a flow left behind, without what another try at it may name otherwise: ids are named by what they stand in, times are left out. */
export interface EndState {
  readonly events: readonly string[]
  readonly items: readonly string[]
}

/** How often something was tried, and what is kept of it to answer again, is no state of the school. */
const ofDelivery = new Set(['inbox', 'idempotency', 'outbox', 'dayRun', 'linkSigningKey'])
/** What became of a mail depends on the crash: nobody may know whether it went out. */
const ofMail = new Set(['message', 'careMessage'])
const toldOfMail = new Set(['MessageSent', 'MessageSuppressed', 'CareMessageSent', 'CareMessageSuppressed'])

const idPattern = /\b[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}/g
const instantPattern = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g

/** The ids in a text. */
export const idsIn = (text: string): readonly string[] => text.match(idPattern) ?? []

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 12)

/** Lists of ids in one order, whichever id came first. */
const unordered = (text: string): string =>
  text.replace(/\["[^"[\]]*"(?:,"[^"[\]]*")+\]/g, (list) => `[${list.slice(1, -1).split(',').sort().join()}]`)

/** Names each new id by the texts that it stands in, so that what belonged together must still belong together. */
function named(texts: readonly string[], known: ReadonlySet<string>): readonly string[] {
  const places = new Map<string, string[]>()
  const anonymous = (id: string): string => (known.has(id) ? id : id.slice(0, 3))
  for (const text of texts) {
    for (const id of new Set(idsIn(text))) {
      if (known.has(id)) continue
      places.set(id, [
        ...(places.get(id) ?? []),
        unordered(text.replaceAll(id, 'itself').replace(idPattern, anonymous)),
      ])
    }
  }
  const names = new Map([...places].map(([id, around]) => [id, `${id.slice(0, 3)}_${digest(around.sort().join())}`]))
  return texts.map((text) => unordered(text.replace(idPattern, (id) => names.get(id) ?? id))).sort()
}

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** Leaves out what another try makes otherwise: instants, secrets, ends of links, ids of deliveries, numbers of students and cards. */
const anyTime = (value: unknown): string =>
  JSON.stringify(value, sorted)
    .replace(instantPattern, 'then')
    .replace(/(https:[^" ]+\/)[^" /]+/g, '$1link')
    .replace(/"whsec_[^"]+"/g, '"secret"')
    .replace(/"bus-\d+"/g, '"delivery"')
    .replace(/(?<=["#])\d{10,}(?=["#])/g, 'number')

/** Every item of every service, with a text of it that does not tell how often it was written. */
export const itemTexts = ({
  deployed,
}: Cloud): readonly (readonly [text: string, service: ServiceName, item: Omit<Item, 'version'>])[] =>
  deployed.flatMap(({ service, table }) =>
    table.all().map(({ version, expiresAt, ...item }) => {
      return [`${service.name} ${JSON.stringify(item, sorted)}`, service.name, item] as const
    }),
  )

/** Without what became of a mail. */
function lasting(item: Omit<Item, 'version'>): unknown {
  if (!ofMail.has(String(item.entity))) return item
  const { state, duePk, dueSk, ...rest } = item
  return rest
}

/**
 * What stands now and did not stand at a snapshot.
 * @param committed every event that was committed
 */
export function endStateOf(cloud: Cloud, committed: Iterable<BusEntry>, { stood, ids }: Snapshot): EndState {
  const items = itemTexts(cloud).flatMap(([text, service, item]) =>
    ofDelivery.has(String(item.entity)) || stood.has(text) ? [] : [`${service} ${anyTime(lasting(item))}`],
  )
  const told = [...committed].filter(({ detailType, detail }) => !toldOfMail.has(detailType) && !stood.has(detail))
  const events = told.map(({ detailType, detail }) => `${detailType} ${anyTime(JSON.parse(detail).data)}`)
  const isEvent = (text: string): boolean => /^[A-Z]/.test(text)
  const all = named([...items, ...events], ids)
  return { events: all.filter(isEvent), items: all.filter((text) => !isEvent(text)) }
}
