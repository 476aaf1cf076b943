import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Condition, Write } from './table.ts'

type Add = Extract<Write, { op: 'add' }>
type Bounds = NonNullable<Add['within']>[string]

/** A condition with its names and values, as a request carries them. */
interface Expression {
  readonly text: string
  readonly names: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, unknown>>
}

const alive = '(attribute_not_exists(#e) OR #e > :now)'

/** An expired item counts as absent, although the table may still have it. */
function conditionOf(when: Condition, nowSeconds: number): Expression {
  const names = { '#e': 'expiresAt' }
  const values = { ':now': nowSeconds }
  if (when === 'absent') {
    return { text: 'attribute_not_exists(#k) OR #e <= :now', names: { ...names, '#k': 'pk' }, values }
  }
  if (when === 'present') {
    return { text: `attribute_exists(#k) AND ${alive}`, names: { ...names, '#k': 'pk' }, values }
  }
  return {
    text: `#v = :v AND ${alive}`,
    names: { ...names, '#v': 'version' },
    values: { ...values, ':v': when.version },
  }
}

const conditional = ({ text, names, values }: Expression) => ({
  ConditionExpression: text,
  ExpressionAttributeNames: names,
  ExpressionAttributeValues: marshall(values),
})

/** Bounds of the sum as bounds of what is stored: a condition cannot add. What is missing counts as 0. */
function withinBounds(at: number, added: number, { min, max }: Bounds): Expression {
  const atLeast = min === undefined ? [] : [`#b${at} >= :l${at}`]
  const atMost = max === undefined ? [] : [`#b${at} <= :h${at}`]
  const inside = `(${[...atLeast, ...atMost].join(' AND ')})`
  const fitsFromZero = (min ?? added) <= added && added <= (max ?? added)
  return {
    text: fitsFromZero ? `(attribute_not_exists(#b${at}) OR ${inside})` : inside,
    names: {},
    values: {
      ...(min !== undefined && { [`:l${at}`]: min - added }),
      ...(max !== undefined && { [`:h${at}`]: max - added }),
    },
  }
}

function updateOf({ add, within }: Add, nowSeconds: number) {
  const present = conditionOf('present', nowSeconds)
  const added = Object.entries(add)
  const bounded = Object.entries(within ?? {})
  const bounds = bounded.map(([name, limits], at) => withinBounds(at, add[name] ?? 0, limits))
  const adds = ['#v :one', ...added.map((_, at) => `#a${at} :a${at}`)]
  const valuesAdded = added.map(([, value], at) => [`:a${at}`, value])
  return {
    UpdateExpression: `ADD ${adds.join(', ')}`,
    ConditionExpression: [present.text, ...bounds.map(({ text }) => text)].join(' AND '),
    ExpressionAttributeNames: {
      ...present.names,
      '#v': 'version',
      ...Object.fromEntries(added.map(([name], at) => [`#a${at}`, name])),
      ...Object.fromEntries(bounded.map(([name], at) => [`#b${at}`, name])),
    },
    ExpressionAttributeValues: marshall(
      Object.assign(
        { ...present.values, ':one': 1 },
        Object.fromEntries(valuesAdded),
        ...bounds.map((one) => one.values),
      ),
    ),
  }
}

/**
 * A checked write as one part of TransactWriteItems.
 * @param nowSeconds decides what has expired
 */
export function transactItem(TableName: string, write: Write, nowSeconds: number): TransactWriteItem {
  switch (write.op) {
    case 'put': {
      const condition = write.when === 'always' ? {} : conditional(conditionOf(write.when, nowSeconds))
      return { Put: { TableName, Item: marshall(write.item), ...condition } }
    }
    case 'delete':
      return { Delete: { TableName, Key: marshall(write.key), ...conditional(conditionOf(write.when, nowSeconds)) } }
    case 'check':
      return {
        ConditionCheck: { TableName, Key: marshall(write.key), ...conditional(conditionOf(write.when, nowSeconds)) },
      }
    case 'add':
      return { Update: { TableName, Key: marshall(write.key), ...updateOf(write, nowSeconds) } }
  }
}
