import type { NewEvent } from '../contracts/define-event.ts'
import type { MailPort } from '../contracts/mail.ts'
import type { IdSource } from '../kernel/ids.ts'
import type { Instant } from '../kernel/instant.ts'
import type { CampusScope, Scope } from '../kernel/scope.ts'
import type { ItemKey, Table, Write } from './table.ts'

/** Where the rest stands of what one transaction does not hold. */
export interface Rest {
  /** The due job that does it. */
  readonly job: string
  /** The item that says what is left to do, filed as due for that job. */
  readonly key: ItemKey
}

/** What a use case wants to happen, all of it or nothing. */
export interface Change<Answer> {
  readonly writes: readonly Write[]
  /** Become one outbox item, published after the commit. */
  readonly events?: readonly NewEvent[]
  /** What the caller is told; kept with the idempotency key so that a repeated request hears the same. JSON. */
  readonly answer: Answer
  /**
   * What was decided is more than one transaction holds: this one says so, with the whole answer and an item that holds the rest.
   * A route's rest is done before the caller is answered, when the same request comes again, and by its due job if nobody asks.
   */
  readonly rest?: Rest | undefined
}

/** Facts with ids. Only the fields named in the logger's allow list get through; never personal data. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

/** Everything a use case is given. It reads, lets rules decide, and commits at most once. */
export interface Context {
  readonly scope: Scope
  readonly table: Table
  /** The moment of this attempt; the same throughout. */
  readonly now: Instant
  readonly ids: IdSource
  readonly log: Log
  /** Only where the capability says that it sends mail. */
  readonly mail?: MailPort
  /** Where families reach the chain's pages: the base of links in messages, without a slash at its end. */
  readonly publicUrl: string
  /** The zones in which the stage's daily jobs run; none where no campus is configured. */
  readonly timeZones: readonly string[]
  /** Ties together all that one request set in motion. */
  readonly correlationId: string
  /**
   * Commits the change together with its de-duplication (inbox or idempotency item) and its outbox item in one transaction.
   * A condition that fails runs the whole use case again on fresh reads; after five attempts it is a conflict.
   * @returns the change's answer
   */
  commit<Answer>(change: Change<Answer>): Promise<Answer>
}

/** The context of what happens in one campus: nearly everything. */
export interface CampusContext extends Context {
  readonly campus: CampusScope
}
