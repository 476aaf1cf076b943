import type { IndexName, Query, Table, TransactOutcome, Write } from '../../packages/shared/src/data/table.ts'
import type { Read, ReadAnswer } from './play-operations.ts'

// The kinds of operation that the Table port knows, by name. Their types are made of the port's, so that a kind which
// the port gets and this list lacks does not compile.

type ConditionName<When> = When extends string ? When : 'version'
type KindOfWrite<W> = W extends { readonly op: infer Op extends string; readonly when: infer When }
  ? `${Op} ${ConditionName<When>}`
  : W extends { readonly op: infer Op extends string }
    ? Op
    : never
type WriteKind = KindOfWrite<Write>
type RangeName<Range> = Range extends { readonly beginsWith: string } ? 'beginsWith' : 'between'
type QueryKind =
  | 'query the table'
  | `query ${IndexName}`
  | `query sk ${RangeName<NonNullable<Query['sk']>>}`
  | `query ${Exclude<keyof Query, 'pk' | 'sk' | 'index'>}`
type ReadKind = Exclude<keyof Table, 'transact' | 'query'> | 'get eventually'
type TransactKind = 'transact under a token' | 'transact again under its token' | 'transact at once with others'

/** How each kind of write may end: a put that is always done is never refused. */
const writeKinds: Readonly<Record<WriteKind, readonly ('done' | 'refused')[]>> = {
  'put absent': ['done', 'refused'],
  'put always': ['done'],
  'put version': ['done', 'refused'],
  'delete present': ['done', 'refused'],
  'delete version': ['done', 'refused'],
  'check present': ['done', 'refused'],
  'check absent': ['done', 'refused'],
  'check version': ['done', 'refused'],
  add: ['done', 'refused'],
}
const readKinds: Readonly<Record<ReadKind | QueryKind, true>> = {
  get: true,
  'get eventually': true,
  getMany: true,
  'query the table': true,
  'query lookup': true,
  'query due': true,
  'query sk beginsWith': true,
  'query sk between': true,
  'query limit': true,
  'query cursor': true,
  'query descending': true,
  'query consistent': true,
}
const transactKinds: Readonly<Record<TransactKind, true>> = {
  'transact under a token': true,
  'transact again under its token': true,
  'transact at once with others': true,
}

/** Every name that a random run must have met: each write done and refused, each read with something and with nothing. */
export const portKinds: readonly string[] = [
  ...Object.entries(writeKinds).flatMap(([kind, ends]) => ends.map((end) => `${kind}: ${end}`)),
  ...Object.keys(readKinds).flatMap((kind) =>
    kind === 'query cursor' ? [kind] : [`${kind}: found`, `${kind}: nothing`],
  ),
  ...Object.keys(transactKinds),
]

function kindOfWrite(write: Write): WriteKind {
  switch (write.op) {
    case 'put':
      return typeof write.when === 'string' ? `put ${write.when}` : 'put version'
    case 'delete':
      return typeof write.when === 'string' ? `delete ${write.when}` : 'delete version'
    case 'check':
      return typeof write.when === 'string' ? `check ${write.when}` : 'check version'
    case 'add':
      return 'add'
  }
}

function kindsOfQuery({ index, sk, limit, descending, consistent }: Query): readonly QueryKind[] {
  return [
    index ? `query ${index}` : 'query the table',
    ...(sk ? (['beginsWith' in sk ? 'query sk beginsWith' : 'query sk between'] as const) : []),
    ...(limit ? (['query limit'] as const) : []),
    ...(descending ? (['query descending'] as const) : []),
    ...(consistent === undefined ? [] : (['query consistent'] as const)),
  ]
}

/** The names of the writes of a transaction, with how they ended; those that failed with others have no name. */
export function kindsOfTransaction(writes: readonly Write[], outcome: TransactOutcome): readonly string[] {
  const refused = new Set(outcome.done ? [] : outcome.failures.map(({ index }) => index))
  return writes.flatMap((write, at) => {
    if (refused.has(at)) return [`${kindOfWrite(write)}: refused`]
    return refused.size > 0 ? [] : [`${kindOfWrite(write)}: done`]
  })
}

/** The names of a read, with whether it found anything. */
export function kindsOfRead(read: Read, answer: ReadAnswer): readonly string[] {
  const isEmpty = answer === undefined || (Array.isArray(answer) && answer.flat().every((one) => one === undefined))
  const found = isEmpty ? 'nothing' : 'found'
  if (read.kind === 'get') return [`get${read.consistent ? '' : ' eventually'}: ${found}`]
  if (read.kind === 'getMany') return [`getMany: ${found}`]
  const cursor = Array.isArray(answer) && answer.length > 1 ? ['query cursor'] : []
  return [...kindsOfQuery(read.query).map((kind) => `${kind}: ${found}`), ...cursor]
}
