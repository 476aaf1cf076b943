import { z } from 'zod'
import { region } from '../assembly/arns.ts'
import { inTime } from '../clock/in-time.ts'
import type { DynamoDbClient } from '../dynamodb/dynamodb-client.ts'
import type { RecordFilter } from '../events/filter-criteria.ts'
import type { CloudStore } from '../store/cloud-store.ts'
import { type BatchParts, type BatchRules, workOnBatch } from './stream-batches.ts'
import { readShard, type Shard, type StreamRecord, shardIterator, shardsOf } from './stream-shards.ts'

export interface StreamConsumerOptions {
  readonly client: DynamoDbClient
  readonly store: CloudStore
  /** Name of this reader; its checkpoints are kept under it. */
  readonly name: string
  readonly streamArn: string
  readonly batchSize: number
  readonly rules: BatchRules
  readonly passes: RecordFilter
  readonly invoke: BatchParts['invoke']
  readonly giveUp: (shard: string, ...rest: Parameters<BatchParts['giveUp']>) => void
  readonly warn: (text: string) => void
}

const idlePollMs = 2_000
const afterErrorMs = 500
/** What a function still does after this long at the end is done again at the next start. */
const stopWithinMs = 3_000
const checkpointRow = z.object({ shard: z.string(), sequence: z.string(), done: z.number() })

/** Reads a table's stream for one function, in order, from its checkpoints on. */
export class StreamConsumer {
  readonly #options: StreamConsumerOptions
  readonly #iterators = new Map<string, string>()
  readonly #trimmed = new Map<string, number>()
  readonly #poll: NodeJS.Timeout
  #writes = 1
  #seen = 0
  #running: Promise<void> | undefined
  #stopped = false
  #abandoned = false

  constructor(options: StreamConsumerOptions) {
    this.#options = options
    this.#poll = setInterval(() => this.wrote(), idlePollMs).unref()
    this.#wake()
  }

  /** True until everything is read that was written before the question. */
  get busy(): boolean {
    return this.#seen < this.#writes
  }

  /** The table was written to: look at its stream. */
  wrote(): void {
    this.#writes += 1
    this.#wake()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#poll)
    await inTime(this.#running, stopWithinMs)
    this.#abandoned = true
  }

  #wake(): void {
    if (this.#running || this.#stopped) return
    this.#running = this.#catchUp().finally(() => {
      this.#running = undefined
    })
  }

  async #catchUp(): Promise<void> {
    while (!this.#stopped && this.#seen < this.#writes) {
      const writes = this.#writes
      try {
        if (!(await this.#readAll())) this.#seen = writes
      } catch (error) {
        if (this.#stopped) return
        this.#iterators.clear()
        this.#options.warn(`stream ${this.#options.streamArn}: ${error instanceof Error ? error.message : error}`)
        await this.#pause(afterErrorMs)
      }
    }
  }

  /** @returns true when there was something to read */
  async #readAll(): Promise<boolean> {
    const { client, streamArn, store, name } = this.#options
    const rows = store.all(checkpointRow, 'select shard, sequence, done from checkpoint where consumer = ?', name)
    const checkpoints = new Map(rows.map((row) => [row.shard, row]))
    let found = false
    for (const shard of await shardsOf(client, streamArn)) {
      if (checkpoints.get(shard.id)?.done) continue
      found = (await this.#readOne(shard, checkpoints.get(shard.id)?.sequence)) || found
    }
    return found
  }

  async #readOne(shard: Shard, after: string | undefined): Promise<boolean> {
    const { client, streamArn, batchSize } = this.#options
    const from = this.#trimmed.get(shard.id) === 2 ? undefined : after || undefined
    const iterator = this.#iterators.get(shard.id) ?? (await shardIterator(client, streamArn, shard.id, from))
    const read = await readShard(client, iterator, batchSize)
    if (read === 'trimmed') return this.#tryAgain(shard)
    const { records, next } = read
    this.#trimmed.delete(shard.id)
    await this.#workOn(shard, records)
    if (this.#stopped) return false
    if (next) this.#iterators.set(shard.id, next)
    else this.#save(shard, records.at(-1)?.sequence ?? after ?? '', true)
    return records.length > 0
  }

  /**
   * DynamoDB Local calls an iterator trimmed that it gave before the shard's first record: ask for a new one. When that
   * is refused as well, the checkpoint is really older than what the stream keeps: go on with what is left.
   */
  #tryAgain(shard: Shard): true {
    this.#iterators.delete(shard.id)
    this.#trimmed.set(shard.id, (this.#trimmed.get(shard.id) ?? 0) + 1)
    return true
  }

  async #workOn(shard: Shard, records: readonly StreamRecord[]): Promise<void> {
    const { passes, rules, invoke, giveUp } = this.#options
    const wanted = records.filter(({ content }) => passes(content))
    await workOnBatch(wanted, rules, {
      invoke: async (part) => {
        if (this.#stopped) throw new Error('stopped')
        return invoke(part)
      },
      checkpoint: (record) => this.#save(shard, record.sequence, false),
      giveUp: (...rest) => giveUp(shard.id, ...rest),
      pause: (ms) => this.#pause(ms),
      ageMsOf: (record) => Date.now() - record.createdMs,
    })
    const last = records.at(-1)
    if (last) this.#save(shard, last.sequence, false)
  }

  #save(shard: Shard, sequence: string, done: boolean): void {
    if (this.#abandoned) return
    const sql = `insert into checkpoint values (?, ?, ?, ?)
      on conflict (consumer, shard) do update set sequence = excluded.sequence, done = excluded.done`
    this.#options.store.run(sql, this.#options.name, shard.id, sequence, done ? 1 : 0)
  }

  #pause(ms: number): Promise<void> {
    return new Promise((over) => setTimeout(over, ms))
  }
}

/** The event that Lambda makes of a stream's records. */
export const streamEvent = (streamArn: string, records: readonly StreamRecord[]) => ({
  Records: records.map(({ content }) => ({
    ...content,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    eventSourceARN: streamArn,
  })),
})
