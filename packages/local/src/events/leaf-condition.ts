import { BlockList, isIP } from 'node:net'
import { z } from 'zod'
import { UnsupportedPattern } from './unsupported-pattern.ts'
import { compileWildcard } from './wildcard.ts'

/** What a leaf of an event holds; `undefined` when the event has no such leaf. */
export type Leaf = string | number | boolean | null | undefined

/** One alternative of a pattern's leaf. */
export interface LeafCondition {
  /** True when the condition is about the leaf's absence, `{"exists": false}`. */
  readonly absence: boolean
  matches(value: Leaf): boolean
}

/** Which product reads the pattern: Lambda's event filters know fewer operators than the bus does. */
export type Dialect = 'bus' | 'lambda'

const lambdaOperators = new Set(['prefix', 'suffix', 'equals-ignore-case', 'anything-but', 'numeric', 'exists'])
const text = z.string()
const ignoringCase = z.strictObject({ 'equals-ignore-case': z.string() })
const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)])
const comparison = z.enum(['=', '<', '<=', '>', '>='])
const bound = z.number().min(-5e9).max(5e9)
const numericRange = z.union([z.tuple([comparison, bound]), z.tuple([comparison, bound, comparison, bound])])

type Test = (value: Leaf) => boolean
const onText =
  (test: (value: string) => boolean): Test =>
  (value) =>
    typeof value === 'string' && test(value)

/**
 * @param condition one element of a leaf's array: a plain value or an operator object
 * @throws UnsupportedPattern when the operator is unknown or its operand is not of the documented form
 */
export function leafCondition(condition: unknown, dialect: Dialect): LeafCondition {
  if (condition === null || ['string', 'number', 'boolean'].includes(typeof condition)) {
    return { absence: false, matches: (value) => value === condition }
  }
  const operator = z.record(z.string(), z.unknown()).safeParse(condition)
  const [entry, ...others] = operator.success && !Array.isArray(condition) ? Object.entries(operator.data) : []
  if (!entry || others.length > 0) throw new UnsupportedPattern(`not one operator: ${JSON.stringify(condition)}`)
  const [name, operand] = entry
  const make = operators[name]
  if (!make || (dialect === 'lambda' && !lambdaOperators.has(name)))
    throw new UnsupportedPattern(`unknown operator "${name}"`)
  if (name === 'exists') return operand === false ? absent : { absence: false, matches: make(operand, dialect) }
  return { absence: false, matches: make(operand, dialect) }
}

const absent: LeafCondition = { absence: true, matches: (value) => value === undefined }

const operators: Readonly<Record<string, (operand: unknown, dialect: Dialect) => Test>> = {
  exists: (operand) => {
    parse(z.boolean(), operand, 'exists')
    return (value) => value !== undefined
  },
  prefix: (operand) => affix(operand, 'prefix', (value, part) => value.startsWith(part)),
  suffix: (operand) => affix(operand, 'suffix', (value, part) => value.endsWith(part)),
  'equals-ignore-case': (operand) => {
    const wanted = parse(text, operand, 'equals-ignore-case').toLowerCase()
    return onText((value) => value.toLowerCase() === wanted)
  },
  wildcard: (operand) => onText(compileWildcard(parse(text, operand, 'wildcard'))),
  numeric: (operand) => numeric(parse(numericRange, operand, 'numeric')),
  cidr: (operand) => cidr(parse(text, operand, 'cidr')),
  'anything-but': anythingBut,
}

function parse<T>(schema: z.ZodType<T>, operand: unknown, name: string): T {
  const parsed = schema.safeParse(operand)
  if (!parsed.success) throw new UnsupportedPattern(`operand of "${name}": ${JSON.stringify(operand)}`)
  return parsed.data
}

function affix(operand: unknown, name: string, fits: (value: string, part: string) => boolean): Test {
  const part = parse(z.union([text, ignoringCase]), operand, name)
  if (typeof part === 'string') return onText((value) => fits(value, part))
  const wanted = part['equals-ignore-case'].toLowerCase()
  return onText((value) => fits(value.toLowerCase(), wanted))
}

function numeric(range: z.infer<typeof numericRange>): Test {
  const [operator, limit, second, secondLimit] = range
  const first = comparing(operator, limit)
  const next = second && secondLimit !== undefined ? comparing(second, secondLimit) : () => true
  return (value) => typeof value === 'number' && first(value) && next(value)
}

function comparing(operator: z.infer<typeof comparison>, limit: number): (value: number) => boolean {
  switch (operator) {
    case '=':
      return (value) => value === limit
    case '<':
      return (value) => value < limit
    case '<=':
      return (value) => value <= limit
    case '>':
      return (value) => value > limit
    case '>=':
      return (value) => value >= limit
  }
}

function cidr(range: string): Test {
  const [address = '', bits = ''] = range.split('/')
  const family = isIP(address)
  const list = new BlockList()
  try {
    list.addSubnet(address, Number.parseInt(bits, 10), family === 6 ? 'ipv6' : 'ipv4')
  } catch {
    throw new UnsupportedPattern(`operand of "cidr": "${range}"`)
  }
  return onText((value) => isIP(value) === family && list.check(value, family === 6 ? 'ipv6' : 'ipv4'))
}

/** Documented operands: a text, a number, a list of one of them, or prefix, suffix, equals-ignore-case, wildcard of texts. */
function anythingBut(operand: unknown, dialect: Dialect): Test {
  const values = z.union([text, z.number(), z.array(text).min(1), z.array(z.number()).min(1)]).safeParse(operand)
  if (values.success) {
    const refused: readonly Leaf[] = Array.isArray(values.data) ? values.data : [values.data]
    return (value) => value !== undefined && !refused.includes(value)
  }
  const nested = z.record(z.string(), oneOrMore).safeParse(operand)
  const [entry, ...others] = nested.success ? Object.entries(nested.data) : []
  const make = entry && anythingButNested.has(entry[0]) ? operators[entry[0]] : undefined
  if (!entry || !make || others.length > 0 || dialect === 'lambda') {
    throw new UnsupportedPattern(`operand of "anything-but": ${JSON.stringify(operand)}`)
  }
  const tests = entry[1].map((one) => make(one, dialect))
  return (value) => value !== undefined && !tests.some((test) => test(value))
}

const anythingButNested = new Set(['prefix', 'suffix', 'equals-ignore-case', 'wildcard'])
