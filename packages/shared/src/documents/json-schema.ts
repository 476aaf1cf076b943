import * as z from 'zod'

/** JSON Schema (2020-12) of what goes over the wire. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** The schema of a contract's part as it is sent: before it becomes branded types. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    // A format says it; the library's own pattern beside it would change with the library.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern
    },
  })
  return rest
}

/** One member of an object's schema. */
export interface Member {
  readonly name: string
  readonly required: boolean
  readonly schema: JsonSchema
}

const isRecord = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null

/** The members of an object's schema, each with its own. */
export function membersOf(schema: z.ZodObject): Member[] {
  const { properties, required } = jsonSchemaOf(schema)
  const needed = Array.isArray(required) ? required : []
  return Object.entries(isRecord(properties) ? properties : {}).map(([name, member]) => ({
    name,
    required: needed.includes(name),
    schema: isRecord(member) ? member : {},
  }))
}
