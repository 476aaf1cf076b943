import type * as z from 'zod'

/** A schema, or how to make it. A cold start reads the names of all contracts and the schemas of few: those can wait. */
export type Deferred<Schema extends z.ZodType> = Schema | (() => Schema)

/** The schema when it is first asked for, and the same from then on. */
export function whenAsked<Schema extends z.ZodType>(given: Deferred<Schema>): () => Schema {
  let made: Schema | undefined
  return () => {
    made ??= typeof given === 'function' ? given() : given
    return made
  }
}
