import { addMs, dayMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import * as z from 'zod'
import type { Scene } from './cast.ts'

type Schema = z.core.JSONSchema.BaseSchema

/** Texts that are of a form which a pattern demands. */
const formed = ['09:00', '18:00', '2026-03', 'CNY', '+8613900000000', 'text'] as const

function textOf(schema: Schema, name: string, { chance, cloud }: Scene): unknown {
  const now = cloud.clock.now()
  if (schema.format === 'date-time') return addMs(now, chance.below(48) * hourMs)
  if (schema.format === 'date') return addMs(now, chance.below(30) * dayMs).slice(0, 10)
  if (schema.format === 'email') return 'somebody@family.test'
  const known = cloud.known.any(name, chance)
  if (known !== undefined) return known
  const pattern = schema.pattern === undefined ? undefined : new RegExp(schema.pattern, 'u')
  return formed.find((text) => pattern?.test(text)) ?? `text ${chance.below(100)}`
}

function numberOf({ minimum = 0, maximum = minimum + 5 }: Schema, { chance }: Scene): number {
  return minimum + chance.below(Math.min(5, maximum - minimum) + 1)
}

function objectOf(schema: Schema, scene: Scene): Readonly<Record<string, unknown>> {
  const required = schema.required ?? []
  const members = Object.entries(schema.properties ?? {}).filter(
    ([name]) => required.includes(name) || scene.chance.happens(0.3),
  )
  return Object.fromEntries(members.map(([name, member]) => [name, sampleOf(member, name, scene)]))
}

/** A plausible value of a schema, by names that are known. */
function sampleOf(schema: z.core.JSONSchema._JSONSchema, name: string, scene: Scene): unknown {
  const { chance } = scene
  if (typeof schema === 'boolean') return undefined
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return chance.pick(schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return sampleOf(chance.pick(choices), name, scene)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sampleOf(part, name, scene)))
  if (schema.type === 'boolean') return chance.happens(0.5)
  if (schema.type === 'integer' || schema.type === 'number') return numberOf(schema, scene)
  if (schema.type === 'array' && schema.items && !Array.isArray(schema.items)) {
    return [sampleOf(schema.items, name.replace(/s$/, ''), scene)]
  }
  if (schema.type === 'object') return objectOf(schema, scene)
  return textOf(schema, name, scene)
}

/** As JSON Schema: written once for each body. */
const written = new WeakMap<z.ZodType, Schema>()

function schemaOf(body: z.ZodType): Schema {
  const known = written.get(body)
  if (known) return known
  const schema = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' })
  written.set(body, schema)
  return schema
}

/** A body that a route may take, of ids that answers told of; not always one that its rules accept. */
export const sampleBody = (body: z.ZodType, scene: Scene): unknown =>
  body instanceof z.ZodUndefined ? undefined : sampleOf(schemaOf(body), '', scene)
