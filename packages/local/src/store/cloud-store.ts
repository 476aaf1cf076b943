import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { z } from 'zod'

/** The one file that keeps everything of the local cloud but the tables: queues, checkpoints, mail, the clock, keys. */
export interface CloudStore {
  run(sql: string, ...values: readonly SQLInputValue[]): { readonly changes: number; readonly lastId: number }
  all<Row>(schema: z.ZodType<Row>, sql: string, ...values: readonly SQLInputValue[]): Row[]
  /** Runs all or nothing; nested calls join the outer one. What it wrote is durable when it returns. */
  transaction<T>(work: () => T): T
  setting(name: string): string | undefined
  setSetting(name: string, value: string): void
  close(): void
}

const schema = `
  create table if not exists setting (name text primary key, value text not null);
  create table if not exists message (
    id integer primary key autoincrement,
    queue text not null,
    messageId text not null,
    body text not null,
    attributes text not null,
    sender text not null,
    sentAt integer not null,
    availableAt integer not null,
    hiddenUntil integer not null default 0,
    receives integer not null default 0,
    firstReceivedAt integer,
    receipt text,
    holder text,
    sourceQueue text
  );
  create index if not exists messageByQueue on message (queue, availableAt, hiddenUntil);
  create table if not exists checkpoint (
    consumer text not null, shard text not null, sequence text not null, done integer not null default 0,
    primary key (consumer, shard)
  );
  create table if not exists scheduleRun (schedule text primary key, anchorAt integer not null);
  create table if not exists archivedEvent (id text not null, bus text not null, at integer not null, event text not null);
  create table if not exists mail (id text primary key, at integer not null, mail text not null);
`

/**
 * @param path the file; its folder is made when missing
 * Write-ahead log with a flush at each commit: what was acknowledged survives kill -9.
 */
export function openCloudStore(path: string): CloudStore {
  mkdirSync(dirname(path), { recursive: true })
  const database = new DatabaseSync(path)
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000;')
  database.exec(schema)
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>()
  const prepared = (sql: string) => {
    const known = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, known)
    return known
  }
  const store: CloudStore = {
    run: (sql, ...values) => {
      const { changes, lastInsertRowid } = prepared(sql).run(...values)
      return { changes: Number(changes), lastId: Number(lastInsertRowid) }
    },
    all: (row, sql, ...values) => z.array(row).parse(prepared(sql).all(...values)),
    transaction: (work) => inTransaction(database, work),
    setting: (name) =>
      store.all(z.object({ value: z.string() }), 'select value from setting where name = ?', name)[0]?.value,
    setSetting: (name, value) => {
      store.run(
        'insert into setting values (?, ?) on conflict (name) do update set value = excluded.value',
        name,
        value,
      )
    },
    close: () => database.close(),
  }
  return store
}

function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  if (database.isTransaction) return work()
  database.exec('begin immediate')
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    database.exec('rollback')
    throw error
  }
}
