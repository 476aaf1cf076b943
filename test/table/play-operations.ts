import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { type MemoryTable, memoryTable } from '../../packages/shared/src/data/memory-table.ts'
import type { Table, TransactOutcome, Write } from '../../packages/shared/src/data/table.ts'
import { secondMs } from '../../packages/shared/src/kernel/instant.ts'
import type { TestClock } from '../../packages/shared/src/testing/test-context.ts'
import type { BothTables } from './both-tables.ts'
import { kindsOfRead, kindsOfTransaction } from './port-kinds.ts'
import { allKeys, drained, type Operation } from './table-operations.ts'

/** An operation that changes nothing. */
export type Read = Extract<Operation, { kind: 'get' | 'getMany' | 'query' }>
export type ReadAnswer = Awaited<ReturnType<typeof read>>

async function read(table: Table, one: Read) {
  switch (one.kind) {
    case 'get':
      return table.get(one.key, { consistent: one.consistent })
    case 'getMany':
      return table.getMany(one.keys)
    case 'query':
      return drained(table, one.query)
  }
}

/** How often each kind was asked, by name. */
export class Tally {
  readonly #counts = new Map<string, number>()
  /** Questions and transactions that both tables answered. */
  operations = 0

  /** One question more. */
  count(kinds: readonly string[]): void {
    this.operations += 1
    this.note(kinds)
  }

  /** More about the question that was counted last. */
  note(kinds: readonly string[]): void {
    for (const kind of kinds) this.#counts.set(kind, this.of(kind) + 1)
  }

  of(kind: string): number {
    return this.#counts.get(kind) ?? 0
  }
}

function orders<One>(all: readonly One[]): readonly (readonly One[])[] {
  if (all.length < 2) return [all]
  return all.flatMap((first, at) => orders(all.filter((_, other) => other !== at)).map((rest) => [first, ...rest]))
}

type Transaction = readonly Write[]

/** The outcomes, in the order given, of transactions that are done in another order. */
async function inOrder(table: Table, transactions: readonly Transaction[], order: readonly number[]) {
  const outcomes = new Map<number, TransactOutcome>()
  for (const at of order) outcomes.set(at, await table.transact(transactions[at] ?? []))
  return transactions.map((_, at) => outcomes.get(at))
}

async function copyOf(memory: MemoryTable, clock: TestClock): Promise<MemoryTable> {
  const copy = memoryTable({ clock })
  const writes = memory.all().map((item): Write => ({ op: 'put', item, when: 'always' }))
  if (writes.length > 0) await copy.transact(writes)
  return copy
}

/** Operations on both tables, with each answer compared. */
export class Player {
  readonly #tables: BothTables
  readonly #clock: TestClock
  readonly #tally: Tally
  #last: { readonly writes: Transaction; readonly token: string } | undefined

  constructor(tables: BothTables, clock: TestClock, tally: Tally) {
    this.#tables = tables
    this.#clock = clock
    this.#tally = tally
  }

  async play(one: Operation): Promise<void> {
    switch (one.kind) {
      case 'wait':
        return this.#clock.advance(one.seconds * secondMs)
      case 'transact':
        return this.#transact(one.writes, one.token ? randomUUID() : undefined)
      case 'repeat':
        return this.#repeat()
      case 'together':
        return this.#together(one.transactions)
      default:
        return this.#read(one)
    }
  }

  async #read(one: Read): Promise<void> {
    const answer = await read(this.#tables.memory, one)
    expect(await read(this.#tables.dynamo, one)).toEqual(answer)
    this.#tally.count(kindsOfRead(one, answer))
  }

  async #transact(writes: Transaction, token: string | undefined): Promise<void> {
    const outcome = await this.#tables.memory.transact(writes, token)
    expect(await this.#tables.dynamo.transact(writes, token)).toEqual(outcome)
    this.#tally.count(kindsOfTransaction(writes, outcome))
    if (token === undefined) return
    this.#last = { writes, token }
    this.#tally.note(['transact under a token'])
  }

  async #repeat(): Promise<void> {
    if (!this.#last) return
    await this.#transact(this.#last.writes, this.#last.token)
    this.#tally.note(['transact again under its token'])
  }

  /**
   * Sends transactions to DynamoDB at once, and finds the order of one after the other in memory that gives the same
   * answers and leaves the same items: then memory does them in that order too. That there is none fails the test.
   */
  async #together(transactions: readonly Transaction[]): Promise<void> {
    const { dynamo, memory } = this.#tables
    const answers = await Promise.all(transactions.map((writes) => dynamo.transact(writes)))
    const left = await dynamo.getMany(allKeys)
    for (const order of orders([...transactions.keys()])) {
      const copy = await copyOf(memory, this.#clock)
      const trial = await inOrder(copy, transactions, order)
      if (!isDeepStrictEqual([trial, await copy.getMany(allKeys)], [answers, left])) continue
      await inOrder(memory, transactions, order)
      for (const [at, outcome] of answers.entries()) {
        this.#tally.count(kindsOfTransaction(transactions[at] ?? [], outcome))
        this.#tally.note(['transact at once with others'])
      }
      return
    }
    expect.fail(`no order explains ${JSON.stringify({ transactions, answers, left })}`)
  }
}
