import { z } from 'zod'
import { arnMatcher, globMatcher } from './glob.ts'

/** A policy says something that is not emulated; it must not be ignored. */
export class UnsupportedPolicy extends Error {
  override name = 'UnsupportedPolicy'
}

/** Asked with the request's condition keys in lower case. */
export type ConditionTest = (context: ReadonlyMap<string, readonly string[]>) => boolean

/** Keys that requests to the local cloud carry; a policy about any other would never be true here. */
const knownKeys = new Set([
  ...['aws:sourcearn', 'aws:sourceaccount', 'aws:securetransport', 'aws:principalarn', 'aws:principalaccount'],
  ...['dynamodb:leadingkeys', 'dynamodb:enclosingoperation'],
  ...['events:source', 'events:detail-type', 'events:eventbusinvocation'],
  ...['ses:fromaddress', 'ses:recipients', 'ses:feedbackaddress', 'ses:fromdisplayname'],
])

type Matcher = (wanted: string) => (value: string) => boolean
interface Operator {
  readonly negated: boolean
  readonly matcher: Matcher
}

const equals: Matcher = (wanted) => (value) => value === wanted
const ignoringCase: Matcher = (wanted) => (value) => value.toLowerCase() === wanted.toLowerCase()
const operators: Readonly<Record<string, Operator>> = {
  StringEquals: { negated: false, matcher: equals },
  StringNotEquals: { negated: true, matcher: equals },
  StringEqualsIgnoreCase: { negated: false, matcher: ignoringCase },
  StringNotEqualsIgnoreCase: { negated: true, matcher: ignoringCase },
  StringLike: { negated: false, matcher: (wanted) => globMatcher(wanted) },
  StringNotLike: { negated: true, matcher: (wanted) => globMatcher(wanted) },
  ArnEquals: { negated: false, matcher: arnMatcher },
  ArnLike: { negated: false, matcher: arnMatcher },
  ArnNotEquals: { negated: true, matcher: arnMatcher },
  ArnNotLike: { negated: true, matcher: arnMatcher },
  Bool: { negated: false, matcher: ignoringCase },
}
const values = z.union([
  z.union([z.string(), z.boolean()]).transform((one) => [String(one)]),
  z.array(z.union([z.string(), z.boolean()]).transform(String)).min(1),
])

/**
 * @param conditions a statement's Condition block; all its tests must hold
 * @throws UnsupportedPolicy for an unknown operator or key
 */
export function compileConditions(
  conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): ConditionTest {
  const tests = Object.entries(conditions).flatMap(([name, keys]) =>
    Object.entries(keys).map(([key, wanted]) => compileOne(name, key, wanted)),
  )
  return (context) => tests.every((test) => test(context))
}

function compileOne(name: string, key: string, wanted: unknown): ConditionTest {
  const own = key.toLowerCase()
  if (!knownKeys.has(own)) throw new UnsupportedPolicy(`condition key "${key}"`)
  const parsed = values.safeParse(wanted)
  if (!parsed.success) throw new UnsupportedPolicy(`condition values of "${key}"`)
  if (parsed.data.some((text) => text.includes('${'))) throw new UnsupportedPolicy(`policy variable in "${key}"`)
  if (name === 'Null') return (context) => parsed.data.includes(String(!context.has(own)))
  const [, set, base = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(name) ?? []
  const operator = operators[base]
  if (!operator) throw new UnsupportedPolicy(`condition operator "${name}"`)
  const holds = valueTest(operator, parsed.data)
  return (context) => {
    const given = context.get(own)
    if (given === undefined && ifExists) return true
    if (set === 'ForAllValues') return (given ?? []).every(holds)
    if (set === 'ForAnyValue') return (given ?? []).some(holds)
    return given === undefined ? operator.negated : given.every(holds)
  }
}

/** Several values of a condition are joined by or; of a negated one by nor. */
function valueTest({ negated, matcher }: Operator, wanted: readonly string[]): (value: string) => boolean {
  const matchers = wanted.map(matcher)
  return (value) => matchers.some((matches) => matches(value)) !== negated
}
