import { z } from 'zod'

/** A template uses something that the local cloud does not know. */
export class UnsupportedTemplate extends Error {
  override name = 'UnsupportedTemplate'
}

/** What an intrinsic function can ask for, within one stack. */
export interface IntrinsicScope {
  /** Value of `Ref`, for a parameter, a pseudo parameter or a resource. */
  ref(name: string): unknown
  attribute(logicalId: string, name: string): string
  importValue(name: string): unknown
  condition(name: string): boolean
  mapping(map: string, key: string, name: string): unknown
}

/** What `Ref: AWS::NoValue` gives: the property that holds it is left out. */
export const noValue = Symbol('AWS::NoValue')

const list = z.array(z.unknown())
const object = z.record(z.string(), z.unknown())
type Evaluate = (operand: unknown, scope: IntrinsicScope) => unknown

/**
 * Replaces the intrinsic functions in a template's value by what they give.
 * @throws UnsupportedTemplate for a function that is not known
 */
export function resolveIntrinsics(value: unknown, scope: IntrinsicScope): unknown {
  if (Array.isArray(value)) return value.map((one) => resolveIntrinsics(one, scope)).filter((one) => one !== noValue)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const [name, operand] = entries[0] ?? ['', undefined]
  if (entries.length === 1 && (name === 'Ref' || name === 'Condition' || name.startsWith('Fn::'))) {
    const evaluate = functions[name]
    if (evaluate) return evaluate(operand, scope)
    if (name !== 'Condition') throw new UnsupportedTemplate(`intrinsic function ${name}`)
  }
  const resolved = entries.map(([key, one]) => [key, resolveIntrinsics(one, scope)] as const)
  return Object.fromEntries(resolved.filter(([, one]) => one !== noValue))
}

const resolveText = (value: unknown, scope: IntrinsicScope): string => {
  const resolved = resolveIntrinsics(value, scope)
  if (!['string', 'number', 'boolean'].includes(typeof resolved)) {
    throw new UnsupportedTemplate(`a text was expected, not ${JSON.stringify(resolved)}`)
  }
  return String(resolved)
}
const resolveList = (value: unknown, scope: IntrinsicScope): unknown[] => list.parse(resolveIntrinsics(value, scope))

const functions: Readonly<Record<string, Evaluate>> = {
  Ref: (operand, scope) => scope.ref(z.string().parse(operand)),
  'Fn::GetAtt': (operand, scope) => {
    const [logicalId = '', ...name] =
      typeof operand === 'string' ? operand.split('.') : z.array(z.string()).parse(operand)
    return scope.attribute(logicalId, name.join('.'))
  },
  'Fn::Join': (operand, scope) => {
    const [separator, parts] = z.tuple([z.string(), z.unknown()]).parse(operand)
    return resolveList(parts, scope)
      .map((part) => resolveText(part, scope))
      .join(separator)
  },
  'Fn::Select': (operand, scope) => {
    const [index, parts] = z.tuple([z.coerce.number(), z.unknown()]).parse(operand)
    return resolveList(parts, scope)[index]
  },
  'Fn::Split': (operand, scope) => {
    const [separator, text] = z.tuple([z.string(), z.unknown()]).parse(operand)
    return resolveText(text, scope).split(separator)
  },
  'Fn::Sub': (operand, scope) => {
    const [text, own] = typeof operand === 'string' ? [operand, {}] : z.tuple([z.string(), object]).parse(operand)
    return substitute(text, own, scope)
  },
  'Fn::ImportValue': (operand, scope) => scope.importValue(resolveText(operand, scope)),
  'Fn::If': (operand, scope) => {
    const [name, yes, no] = z.tuple([z.string(), z.unknown(), z.unknown()]).parse(operand)
    return resolveIntrinsics(scope.condition(name) ? yes : no, scope)
  },
  'Fn::Equals': (operand, scope) => {
    const [left, right] = resolveList(operand, scope)
    return JSON.stringify(left) === JSON.stringify(right)
  },
  'Fn::Not': (operand, scope) => resolveList(operand, scope)[0] !== true,
  'Fn::And': (operand, scope) => resolveList(operand, scope).every((one) => one === true),
  'Fn::Or': (operand, scope) => resolveList(operand, scope).some((one) => one === true),
  'Fn::FindInMap': (operand, scope) => {
    const [map, key, name] = resolveList(operand, scope).map((part) => resolveText(part, scope))
    return scope.mapping(map ?? '', key ?? '', name ?? '')
  },
  Condition: (operand, scope) =>
    typeof operand === 'string' ? scope.condition(operand) : { Condition: resolveIntrinsics(operand, scope) },
}

function substitute(text: string, own: Readonly<Record<string, unknown>>, scope: IntrinsicScope): string {
  return text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`
    if (name in own) return resolveText(own[name], scope)
    const [logicalId = '', ...attribute] = name.split('.')
    return attribute.length > 0 ? scope.attribute(logicalId, attribute.join('.')) : resolveText({ Ref: name }, scope)
  })
}
