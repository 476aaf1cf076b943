import fc from 'fast-check'
import type { Item, ItemKey, Query, Table, Write } from '../../packages/shared/src/data/table.ts'

/** What a random run may do to a table. */
export type Operation =
  | { readonly kind: 'transact'; readonly writes: readonly Write[]; readonly token: boolean }
  /** The last transaction that had a token, once more. */
  | { readonly kind: 'repeat' }
  /** Transactions that are sent at once. */
  | { readonly kind: 'together'; readonly transactions: readonly (readonly Write[])[] }
  | { readonly kind: 'get'; readonly key: ItemKey; readonly consistent: boolean }
  | { readonly kind: 'getMany'; readonly keys: readonly ItemKey[] }
  /** All its pages, one after the other. */
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'wait'; readonly seconds: number }

const partitions = ['CH#a', 'CH#b']
const indexPartitions = ['CH#x']
// By UTF-8 the last one comes after U+FFFD, by UTF-16 before.
const sortKeys = ['A', 'z#1', 'z#2', '\uFFFD', '😀']
const indexSortKeys = ['1', 'z', '\uFFFD', '😀']

/** Every key that an operation names. */
export const allKeys: readonly ItemKey[] = partitions.flatMap((pk) => sortKeys.map((sk) => ({ pk, sk })))

const key: fc.Arbitrary<ItemKey> = fc.record({
  pk: fc.constantFrom(...partitions),
  sk: fc.constantFrom(...sortKeys),
})
const text = fc.string({ unit: 'binary', maxLength: 8 })
const fraction = fc
  .double({ min: -1e15, max: 1e15, noNaN: true })
  .filter((value) => value === 0 || Math.abs(value) > 1e-100)
const leaf = fc.oneof(text, fc.maxSafeInteger(), fraction, fc.boolean(), fc.constant(null))
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).filter((one) => one !== '__proto__')
const nested = fc.letrec<{ value: Item[string] }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    leaf,
    fc.array(
      tie('value').filter((one) => one !== undefined),
      { maxLength: 3 },
    ),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
})).value

const version = fc.integer({ min: 1, max: 2 }).map((one) => ({ version: one }))
const indexPair = fc.option(fc.tuple(fc.constantFrom(...indexPartitions), fc.constantFrom(...indexSortKeys)))

/** Equal sort keys of an index come in no order, so that here each carries its item's key. */
const item = (startSeconds: number): fc.Arbitrary<Item> =>
  fc
    .record({
      key,
      lookup: indexPair,
      due: indexPair,
      expiresIn: fc.option(fc.constantFrom(-5, 0, 2, 5, 9), { freq: 2 }),
      count: fc.option(fc.integer({ min: -5, max: 5 }), { nil: undefined }),
      data: nested,
    })
    .map(({ key: { pk, sk }, lookup, due, expiresIn, count, data }) => ({
      ...{ pk, sk, entity: 'thing', version: 1, data },
      ...(count !== undefined && { count }),
      ...(lookup && { lookupPk: lookup[0], lookupSk: `${lookup[1]}#${pk}#${sk}` }),
      ...(due && { duePk: due[0], dueSk: `${due[1]}#${pk}#${sk}` }),
      ...(expiresIn !== null && { expiresAt: startSeconds + expiresIn }),
    }))

const bounds = fc.constantFrom({ min: 0 }, { max: 6 }, { min: -3, max: 3 }, { min: 2, max: 2 }, undefined, undefined)
const added = fc.record({ count: fc.integer({ min: -4, max: 4 }), other: fc.integer({ min: -1, max: 1 }) })

const put = (startSeconds: number): fc.Arbitrary<Write> =>
  fc
    .tuple(
      item(startSeconds),
      fc.oneof(fc.constantFrom('absent' as const, 'always' as const, 'always' as const), version),
    )
    .map(([one, when]) => ({
      op: 'put',
      item: { ...one, version: typeof when === 'object' ? when.version + 1 : 1 },
      when,
    }))

const write = (startSeconds: number): fc.Arbitrary<Write> =>
  fc.oneof(
    { weight: 5, arbitrary: put(startSeconds) },
    fc.record({ op: fc.constant('delete' as const), key, when: fc.oneof(fc.constant('present' as const), version) }),
    fc.record({
      op: fc.constant('check' as const),
      key,
      when: fc.oneof(fc.constantFrom('present' as const, 'absent' as const), version),
    }),
    fc.record({ op: fc.constant('add' as const), key, add: added, count: bounds, other: bounds }).map((one) => ({
      op: one.op,
      key: one.key,
      add: one.add,
      within: { ...(one.count && { count: one.count }), ...(one.other && { other: one.other }) },
    })),
  )

const writeKey = (one: Write): string =>
  one.op === 'put' ? `${one.item.pk} ${one.item.sk}` : `${one.key.pk} ${one.key.sk}`

const range = (from: readonly string[]): fc.Arbitrary<Query['sk']> =>
  fc.option(
    fc.oneof(
      fc.constantFrom('', 'z', '1#', '😀').map((beginsWith) => ({ beginsWith })),
      fc.record({ from: fc.constantFrom(...from), to: fc.constantFrom(...from) }),
    ),
    { nil: undefined, freq: 2 },
  )

const query: fc.Arbitrary<Query> = fc
  .record({
    index: fc.constantFrom(undefined, 'lookup' as const, 'due' as const),
    at: fc.nat(1),
    sk: range(['0', ...sortKeys]),
    limit: fc.constantFrom(1, 2, 3, 100, undefined),
    descending: fc.boolean(),
    consistent: fc.constantFrom(false, undefined),
  })
  .map(({ index, at, sk, limit, descending, consistent }) => ({
    pk: (index ? indexPartitions[0] : partitions[at]) ?? '',
    ...(index && { index }),
    ...(sk && { sk }),
    ...(limit !== undefined && { limit }),
    ...(consistent !== undefined && { consistent }),
    descending,
  }))

const writes = (startSeconds: number, maxLength: number): fc.Arbitrary<Write[]> =>
  fc.uniqueArray(write(startSeconds), { minLength: 1, maxLength, size: 'xsmall', selector: writeKey })

/**
 * Anything that a service could ask of its table, well formed.
 * @param startSeconds the moment from which expiries are reckoned
 */
export function operation(startSeconds: number): fc.Arbitrary<Operation> {
  const kind = <const Kind extends Operation['kind']>(one: Kind) => ({ kind: fc.constant(one) })
  const rivals = fc.array(writes(startSeconds, 2), { minLength: 2, maxLength: 3 })
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ ...kind('transact'), writes: writes(startSeconds, 4), token: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ ...kind('together'), transactions: rivals }) },
    { weight: 1, arbitrary: fc.record(kind('repeat')) },
    { weight: 2, arbitrary: fc.record({ ...kind('get'), key, consistent: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ ...kind('getMany'), keys: fc.array(key, { maxLength: 6 }) }) },
    { weight: 3, arbitrary: fc.record({ ...kind('query'), query }) },
    { weight: 1, arbitrary: fc.record({ ...kind('wait'), seconds: fc.nat(3) }) },
  )
}

/** Every page of a query, as long as there are cursors. */
export async function drained(table: Table, first: Query): Promise<readonly (readonly Item[])[]> {
  const pages: (readonly Item[])[] = []
  for (let next: Query | undefined = first; next; ) {
    const { items, nextCursor } = await table.query(next)
    pages.push(items)
    next = nextCursor === undefined ? undefined : { ...first, cursor: nextCursor }
  }
  return pages
}

/** All that a table holds in the partitions of the operations, by every way to it. */
export async function contents(table: Table): Promise<unknown> {
  const byIndex = (['lookup', 'due'] as const).flatMap((index) => indexPartitions.map((pk) => ({ index, pk })))
  return Promise.all([...partitions.map((pk) => ({ pk })), ...byIndex].map((one) => drained(table, one)))
}
