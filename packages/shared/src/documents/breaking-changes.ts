import type { JsonSchema } from './json-schema.ts'

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const schemaAt = (schema: JsonSchema, name: string): JsonSchema => {
  const part = schema[name]
  return isSchema(part) ? part : {}
}

const listAt = (schema: JsonSchema, name: string): readonly unknown[] => {
  const part = schema[name]
  return Array.isArray(part) ? part : []
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Words whose value may not change at all: what they say is another set of values. */
const fixed = ['type', 'const', 'format', 'pattern', '$ref', 'propertyNames']
/** Words that may only grow, and only shrink: the range of what is accepted gets no narrower. */
const mayGrow = ['maximum', 'maxLength', 'maxItems', 'exclusiveMaximum']
const mayShrink = ['minimum', 'minLength', 'minItems', 'exclusiveMinimum']

function changesOfWords(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const retyped = fixed.filter((word) => !same(before[word], after[word]))
  const limit = (word: string, otherwise: number): [number, number] => [
    Number(before[word] ?? otherwise),
    Number(after[word] ?? otherwise),
  ]
  const lowered = mayGrow.filter((word) => {
    const [old, now] = limit(word, Number.POSITIVE_INFINITY)
    return now < old
  })
  const raised = mayShrink.filter((word) => {
    const [old, now] = limit(word, Number.NEGATIVE_INFINITY)
    return now > old
  })
  return [...retyped, ...lowered, ...raised].map((word) => `${path}: ${word} changed`)
}

function changesOfEnum(before: JsonSchema, after: JsonSchema, path: string): string[] {
  if (!('enum' in before) && !('enum' in after)) return []
  if (!('enum' in after)) return []
  if (!('enum' in before)) return [`${path}: became an enum`]
  const left = listAt(before, 'enum').filter((value) => !listAt(after, 'enum').some((one) => same(one, value)))
  return left.map((value) => `${path}: lost the value ${JSON.stringify(value)}`)
}

function changesOfMembers(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const [old, now] = [schemaAt(before, 'properties'), schemaAt(after, 'properties')]
  const [needed, needs] = [listAt(before, 'required'), listAt(after, 'required')]
  const removed = Object.keys(old).filter((name) => !(name in now))
  const changed = Object.keys(old).filter((name) => name in now)
  return [
    ...removed.map((name) => `${path}.${name}: removed`),
    ...needs.filter((name) => !needed.includes(name)).map((name) => `${path}.${name}: newly required`),
    ...needed
      .filter((name) => !needs.includes(name) && typeof name === 'string' && name in now)
      .map((name) => `${path}.${name}: may now be missing`),
    ...changed.flatMap((name) => breakingChanges(schemaAt(old, name), schemaAt(now, name), `${path}.${name}`)),
  ]
}

/** Alternatives are compared one by one in their order; new ones may be added at the end. */
function changesOfAlternatives(before: JsonSchema, after: JsonSchema, path: string): string[] {
  return ['anyOf', 'oneOf', 'allOf', 'prefixItems'].flatMap((word) => {
    const [old, now] = [listAt(before, word), listAt(after, word)]
    if (now.length < old.length) return [`${path}: ${word} lost an alternative`]
    return old.flatMap((one, at) => {
      const other = now[at]
      return isSchema(one) && isSchema(other) ? breakingChanges(one, other, `${path}.${word}[${at}]`) : []
    })
  })
}

/**
 * What makes the change of a schema one that breaks readers or writers of the old shape: something removed or renamed,
 * retyped, newly required or no longer sure, or a range or enum that is narrower. Additions that may be left out do not.
 * @param before JSON Schema as committed
 * @param after JSON Schema as it is now
 * @returns a line for each, empty when the change is compatible
 */
export function breakingChanges(before: JsonSchema, after: JsonSchema, path = 'data'): string[] {
  const nested = ['items', 'additionalProperties'].flatMap((word) =>
    isSchema(before[word]) ? breakingChanges(schemaAt(before, word), schemaAt(after, word), `${path}.${word}`) : [],
  )
  return [
    ...changesOfWords(before, after, path),
    ...changesOfEnum(before, after, path),
    ...changesOfMembers(before, after, path),
    ...changesOfAlternatives(before, after, path),
    ...nested,
  ]
}
