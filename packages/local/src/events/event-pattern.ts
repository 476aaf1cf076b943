import { z } from 'zod'
import { type Dialect, type Leaf, type LeafCondition, leafCondition } from './leaf-condition.ts'
import { UnsupportedPattern } from './unsupported-pattern.ts'

/** Says whether an event (any JSON value) fits. */
export type EventMatcher = (event: unknown) => boolean

/**
 * Compiles an event pattern of the bus, or of a Lambda event filter, as AWS documents it: fields are joined by and,
 * the array at a leaf by or, `$or` joins fields by or; an array in the event fits when one of its elements does.
 * @param pattern the parsed JSON of the pattern
 * @throws UnsupportedPattern for anything that is not documented, so that a rule never silently matches too much or too little
 */
export function compilePattern(pattern: unknown, dialect: Dialect = 'bus'): EventMatcher {
  const node = compileFields(pattern, dialect, 'the pattern')
  return (event) => node.matches(event)
}

interface Node {
  /** `value` is what the event holds at this place, undefined when it holds nothing. */
  matches(value: unknown): boolean
  /** The part of the pattern that asks for absence: in an array of objects it must hold for every one of them. */
  absentIn(value: unknown): boolean
}

const fields = z.record(z.string(), z.unknown())

function compileFields(pattern: unknown, dialect: Dialect, path: string): Node {
  const parsed = fields.safeParse(pattern)
  if (!parsed.success || Array.isArray(pattern)) throw new UnsupportedPattern(`${path} must be an object or an array`)
  const entries = Object.entries(parsed.data)
  if (entries.length === 0) throw new UnsupportedPattern(`${path} is empty`)
  const children = entries
    .filter(([key]) => key !== '$or')
    .map(([key, value]) => ({ key, node: compileNode(value, dialect, `"${key}"`) }))
  const choices = '$or' in parsed.data ? compileChoices(parsed.data.$or, dialect) : undefined
  return objectNode(children, choices)
}

function compileNode(pattern: unknown, dialect: Dialect, path: string): Node {
  if (!Array.isArray(pattern)) return compileFields(pattern, dialect, path)
  if (pattern.length === 0) throw new UnsupportedPattern(`${path} is an empty array`)
  return leafNode(pattern.map((condition) => leafCondition(condition, dialect)))
}

function compileChoices(pattern: unknown, dialect: Dialect): readonly Node[] {
  if (!Array.isArray(pattern) || pattern.length < 2) throw new UnsupportedPattern('$or must list two objects or more')
  return pattern.map((choice) => compileFields(choice, dialect, '$or'))
}

function objectNode(children: readonly { key: string; node: Node }[], choices: readonly Node[] | undefined): Node {
  const inOne = (value: unknown): boolean =>
    children.every(({ key, node }) => node.matches(fieldOf(value, key))) &&
    (!choices || choices.some((choice) => choice.matches(value)))
  const absentIn = (value: unknown): boolean =>
    each(value).every((one) => children.every(({ key, node }) => node.absentIn(fieldOf(one, key))))
  return { matches: (value) => each(value).some(inOne) && absentIn(value), absentIn }
}

function leafNode(conditions: readonly LeafCondition[]): Node {
  const onlyAbsence = conditions.every(({ absence }) => absence)
  const matches = (value: unknown): boolean =>
    leavesOf(value).some((leaf) => conditions.some((condition) => condition.matches(leaf)))
  return { matches, absentIn: (value) => !onlyAbsence || matches(value) }
}

const each = (value: unknown): readonly unknown[] => (Array.isArray(value) && value.length > 0 ? value : [value])

function fieldOf(value: unknown, key: string): unknown {
  const parsed = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
  return parsed.find(([name]) => name === key)?.[1]
}

/** The plain values at a place of the event; an object or an empty array there is no leaf, so nothing is. */
function leavesOf(value: unknown): readonly Leaf[] {
  const all = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value]
  const leaves = all.filter((one): one is Leaf => one === null || ['string', 'number', 'boolean'].includes(typeof one))
  return leaves.length > 0 ? leaves : [undefined]
}
