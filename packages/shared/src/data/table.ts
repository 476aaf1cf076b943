/**
 * The Table port: all that a service may ask of its table. Two adapters answer it alike: DynamoDB and memory.
 * One table per service, keys `pk` and `sk`, two indexes: `lookup` (find by another name) and `due` (what waits for a
 * moment, sparse). An item joins an index by carrying that index's two attributes.
 */

export type ItemValue =
  | string
  | number
  | boolean
  | null
  | readonly ItemValue[]
  | { readonly [name: string]: ItemValue | undefined }

export interface ItemKey {
  /** Begins with `CA#<campusId>#` or `CH#`. */
  readonly pk: string
  readonly sk: string
}

/** Attributes that put an item into an index; leave both out to stay out of it. */
export interface IndexAttributes {
  readonly lookupPk?: string
  readonly lookupSk?: string
  readonly duePk?: string
  readonly dueSk?: string
}

export interface Item extends ItemKey, IndexAttributes {
  /** What kind of thing it is: `lead`, `pointsAccount`, `outbox`. */
  readonly entity: string
  /** 1 when first put, one more with each change; what goes on under another key counts on. */
  readonly version: number
  /** Unix seconds after which it counts as gone; readers filter, the table deletes some time later. */
  readonly expiresAt?: number
  readonly [attribute: string]: ItemValue | undefined
}

/** What must hold of the stored item for a write to happen. An expired item counts as absent. */
export type Condition = 'absent' | 'present' | { readonly version: number }

export type Write =
  /** Replaces the whole item. `always` is for what only one writer owns or what is the same whoever writes it. */
  | { readonly op: 'put'; readonly item: Item; readonly when: 'absent' | 'always' | { readonly version: number } }
  | { readonly op: 'delete'; readonly key: ItemKey; readonly when: 'present' | { readonly version: number } }
  /** Writes nothing; the transaction fails unless it holds. */
  | { readonly op: 'check'; readonly key: ItemKey; readonly when: Condition }
  /**
   * Adds integers to top-level attributes of a present item (missing ones count as 0) and one to its version; fails
   * when a sum would leave its bounds.
   */
  | {
      readonly op: 'add'
      readonly key: ItemKey
      readonly add: Readonly<Record<string, number>>
      readonly within?: Readonly<Record<string, { readonly min?: number; readonly max?: number }>>
    }

export type IndexName = 'lookup' | 'due'

export interface Query {
  /**
   * Omit for the table itself. Indexes are eventually consistent: never decide by one alone. Items with equal sort keys
   * of an index come in any order. `lookup` holds whole items, `due` only their keys, kind, version and expiry.
   */
  readonly index?: IndexName
  readonly pk: string
  readonly sk?: { readonly beginsWith: string } | { readonly from: string; readonly to: string }
  /** 1 to 1000, default 100. */
  readonly limit?: number
  readonly cursor?: string
  readonly descending?: boolean
  /** Default true on the table, impossible on an index. */
  readonly consistent?: boolean
}

export interface Page {
  readonly items: readonly Item[]
  /** Present when there may be more; opaque. */
  readonly nextCursor?: string
}

/** Why a transaction did nothing: for each failed write its place in the list. `conflict`: another transaction was at the same item. */
export interface WriteFailure {
  readonly index: number
  readonly reason: 'condition' | 'conflict'
}

export type TransactOutcome =
  | { readonly done: true }
  | { readonly done: false; readonly failures: readonly WriteFailure[] }

/**
 * Refusals by condition are answers. Thrown are `TableUnavailable` on an outage, throttling beyond the retries or a lost
 * answer, `BadCursor` for a cursor of another query, and RangeError for a malformed request, a defect.
 */
export interface Table {
  /** @param options consistent defaults to true */
  get(key: ItemKey, options?: { readonly consistent?: boolean }): Promise<Item | undefined>
  /** Up to 100 keys, answered in the order asked; consistent. */
  getMany(keys: readonly ItemKey[]): Promise<readonly (Item | undefined)[]>
  query(query: Query): Promise<Page>
  /**
   * All or nothing, at most 100 writes, one per key.
   * @param token makes a repeated call with the same writes within ten minutes the same transaction; unlike any other of
   * the account
   */
  transact(writes: readonly Write[], token?: string): Promise<TransactOutcome>
}
