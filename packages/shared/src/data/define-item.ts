import * as z from 'zod'
import { whenAsked } from '../contracts/deferred.ts'
import { storableMembers } from './item-rules.ts'
import type { IndexAttributes, Item, ItemKey, Write } from './table.ts'
import { reservedAttributes } from './write-rules.ts'

/** What was read, with the version that a change of it expects. */
export interface Stored<Value> {
  readonly value: Value
  readonly version: number
}

export interface WriteOptions {
  /** As it was read, or 0 for an item that is new. Somebody else's change meanwhile makes the commit fail. */
  readonly version: number
  readonly indexes?: IndexAttributes
  /** Unix seconds. */
  readonly expiresAt?: number
}

/** One kind of item of a store: how it is read and written, typed by its schema. */
export interface ItemKind<Value> {
  readonly entity: string
  /** @throws Error when the item is of another kind or shape: a defect */
  read(item: Item): Stored<Value>
  /** The same for what may be absent. */
  find(item: Item | undefined): Stored<Value> | undefined
  /** A put of the whole item; its version becomes one more than `options.version`. */
  write(key: ItemKey, value: Value, options: WriteOptions): Write
}

/** Refuses attributes with names that the table itself uses. */
function attributesOf<Schema extends z.ZodObject>(entity: string, schema: Schema): Schema {
  const taken = reservedAttributes.find((name) => name in schema.shape)
  if (taken) throw new Error(`${entity}: the table itself uses ${taken}`)
  return schema
}

/**
 * Declares a kind of item.
 * @param entity what it is: `lead`, `pointsAccount`
 * @param declared the schema of its attributes, made when one is first read; those that are added to stand at the top
 * @throws Error when it is first read and an attribute has a name that the table itself uses
 */
// @__NO_SIDE_EFFECTS__
export function defineItem<Schema extends z.ZodObject>(
  entity: string,
  declared: () => Schema,
): ItemKind<z.output<Schema>> {
  const schema = whenAsked(() => attributesOf(entity, declared()))
  const read = (item: Item): Stored<z.output<Schema>> => {
    if (item.entity !== entity) throw new Error(`a ${item.entity} where a ${entity} should be`)
    return { value: z.parse<Schema>(schema(), item), version: item.version }
  }
  return {
    entity,
    read,
    find: (item) => item && read(item),
    write: (key, value, { version, indexes, expiresAt }) => ({
      op: 'put',
      item: {
        ...storableMembers(value),
        ...indexes,
        ...(expiresAt !== undefined && { expiresAt }),
        ...key,
        entity,
        version: version + 1,
      },
      when: version === 0 ? 'absent' : { version },
    }),
  }
}
