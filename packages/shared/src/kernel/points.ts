import type { Brand } from './brand.ts'

/** Loyalty points; an integer, may be negative in a ledger line. */
export type Points = Brand<number, 'Points'>

/** @throws RangeError unless the number is a safe integer */
export function points(value: number): Points {
  if (!Number.isSafeInteger(value)) throw new RangeError('points are an integer')
  return (value === 0 ? 0 : value) as Points
}
