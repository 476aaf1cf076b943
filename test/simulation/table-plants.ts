import type { Item, ItemKey, Table, Write } from '@tutelage/shared/data/table.ts'
import type { Plant } from './plant.ts'

/** A table that changes what is written on the way. */
const rewriting =
  (rewrite: (write: Write) => readonly Write[]) =>
  (table: Table): Table => ({
    ...table,
    transact: (writes, token) => {
      const left = writes.flatMap(rewrite)
      return left.length > 0 ? table.transact(left, token) : Promise.resolve({ done: true })
    },
  })

const entityOf = (write: Write): string => (write.op === 'put' ? write.item.entity : '')

/** Leaves out every write of a kind of item. */
const without = (entity: string) => rewriting((write) => (entityOf(write) === entity ? [] : [write]))

const unconditional = (write: Write): readonly Write[] =>
  write.op === 'put' && typeof write.when === 'object' ? [{ ...write, when: 'always' }] : [write]

const unbounded = (write: Write): readonly Write[] =>
  write.op === 'add' ? [{ op: 'add', key: write.key, add: write.add }] : [write]

/** A put whose item is changed. */
const changing = (entity: string, change: (item: Item) => Item) =>
  rewriting((write) =>
    write.op === 'put' && write.item.entity === entity ? [{ ...write, item: change(write.item) }] : [write],
  )

/** Replaces a part of an item's JSON. */
const edited = (item: Item, edit: (text: string) => string): Item => ({
  ...item,
  ...JSON.parse(edit(JSON.stringify(item))),
})

/** Commits the writes of one kind of item apart from the rest, before or after it. */
const apart =
  (entities: readonly string[], when: 'before' | 'after') =>
  (table: Table): Table => ({
    ...table,
    async transact(writes, token) {
      const own = writes.filter((write) => entities.includes(entityOf(write)))
      const rest = writes.filter((write) => !own.includes(write))
      if (own.length === 0 || rest.length === 0) return table.transact(writes, token)
      const [first, second] = when === 'before' ? [own, rest] : [rest, own]
      const done = await table.transact(first)
      return done.done ? table.transact(second) : done
    },
  })

/** A table on which a mail's claim is never written, so that two who send it do not see each other. */
const unclaimed = rewriting((write) =>
  write.op === 'put' && write.item.entity === 'message' && JSON.stringify(write.item).includes('"claimed"')
    ? []
    : [write],
)

/** A table that reads otherwise. */
const reading =
  (change: (item: Item) => Item) =>
  (table: Table): Table => ({
    ...table,
    async get(key, options) {
      const item = await table.get(key, options)
      return item && change(item)
    },
    async query(query) {
      const page = await table.query(query)
      return { ...page, items: page.items.map(change) }
    },
  })

/** A table whose lists have few items on a page, as they may: a page ends where DynamoDB says. */
export const shortPages =
  (most: number) =>
  (table: Table): Table => ({
    ...table,
    query: (query) =>
      table.query(query.index === 'lookup' ? { ...query, limit: Math.min(most, query.limit ?? most) } : query),
  })

/** Where it stands up to which month pay is closed. */
const isClosing = ({ pk, sk }: ItemKey): boolean => pk.endsWith('#PAYMONTHS') && sk.startsWith('SHARD#')

const inGreenwich = (item: Item): Item =>
  item.entity === 'campus' ? edited(item, (text) => text.replace('"Asia/Shanghai"', '"UTC"')) : item

/** Bugs in what is written and read. */
export const tablePlants = {
  noInbox: { bug: 'consumers do not note which events they have handled', table: without('inbox') },
  noIdempotency: { bug: 'a request under the same key takes effect again', table: without('idempotency') },
  noVersionCondition: { bug: 'what changed meanwhile is overwritten', table: rewriting(unconditional) },
  noSeatBound: { bug: 'seats are taken beyond the capacity', table: rewriting(unbounded) },
  noContactClaim: { bug: 'two inquiries of one phone at once become two leads', table: without('contact') },
  guardFirst: {
    bug: 'the guard is written before the effect and apart from it',
    table: apart(['inbox', 'idempotency'], 'before'),
  },
  outboxApart: { bug: 'events are written after the change and apart from it', table: apart(['outbox'], 'after') },
  entryApart: {
    bug: 'the book is written, and its entries after it',
    table: apart(['hoursEntry', 'pointsEntry'], 'after'),
  },
  wrongSign: {
    bug: 'a line of teacher pay has the wrong sign',
    table: changing('teacherPayEntry', (item) => edited(item, (text) => text.replaceAll('"amount":-', '"amount":'))),
  },
  newestLotReversed: {
    bug: 'a reversal gives the hours back to another lot than it took them from',
    table: changing('hoursEntry', (item) =>
      JSON.stringify(item).includes('"reverses"')
        ? edited(item, (text) => text.replace(/"lotId":"[^"]+"/, '"lotId":"newest"'))
        : item,
    ),
  },
  entryOverwritten: {
    bug: 'a correction changes the mark and keeps the entry under the old key',
    table: changing('hoursEntry', (item) => ({ ...item, sk: item.sk.replace(/\/\d+$/, '/1') })),
  },
  hoursOfAnHour: {
    bug: 'a lesson takes one hour, whatever the class says',
    table: reading((item) => (item.entity === 'classGroup' ? { ...item, centihoursPerLesson: 100 } : item)),
  },
  correctionsUnpaid: {
    bug: "a teacher's pay follows the first sheet and no correction",
    table: rewriting((write) =>
      entityOf(write) === 'teacherPayEntry' && write.op === 'put' && !write.item.sk.endsWith('/1') ? [] : [write],
    ),
  },
  closingIgnored: {
    bug: 'pay is posted to its month, closed or not',
    table: (table: Table): Table => ({
      ...rewriting((write) => (write.op === 'check' && isClosing(write.key) ? [] : [write]))(table),
      get: (key, options) => (isClosing(key) ? Promise.resolve(undefined) : table.get(key, options)),
    }),
  },
  listTenthOff: {
    bug: 'lessons are charged a tenth less than the list says',
    table: reading((item) =>
      item.entity === 'listPrice' ? { ...item, amountMinor: Math.round(Number(item.amountMinor) * 0.9) } : item,
    ),
  },
  zoneIgnored: { bug: 'a local day is a day in Greenwich', table: reading(inGreenwich) },
  blindSweeper: {
    bug: 'what the stream lost is swept by nobody',
    table: (table: Table): Table => ({
      ...table,
      query: (query) => (query.pk.startsWith('CH#UNSENT#') ? Promise.resolve({ items: [] }) : table.query(query)),
    }),
  },
  unclaimedMail: { bug: 'a mail is sent without being claimed', table: unclaimed },
} as const satisfies Readonly<Record<string, Plant>>
