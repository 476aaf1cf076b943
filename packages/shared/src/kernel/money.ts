import type { Brand } from './brand.ts'

/** An amount in the minor unit (分, cent) of the campus's one currency; an integer, may be negative. */
export type AmountMinor = Brand<number, 'AmountMinor'>

/** @throws RangeError unless the number is a safe integer */
export function amountMinor(value: number): AmountMinor {
  if (!Number.isSafeInteger(value)) throw new RangeError('an amount is an integer of the minor unit')
  return (value === 0 ? 0 : value) as AmountMinor
}

/** A numerator, any safe integer, and a denominator, a safe integer > 0. */
export type Ratio = readonly [numerator: number, denominator: number]

/**
 * `value × numerator ÷ denominator`, rounded once, half to even.
 * @param value any safe integer
 * @throws RangeError as `multiplyRatios`
 */
export const multiplyRatio = (value: number, numerator: number, denominator: number): number =>
  multiplyRatios(value, [[numerator, denominator]])

/**
 * A value times several ratios, rounded once, half to even. The only place where money, hours or points are rounded.
 * @param value any safe integer
 * @throws RangeError when an argument is no such integer or the result is no safe integer
 */
export function multiplyRatios(value: number, ratios: readonly Ratio[]): number {
  if (![value, ...ratios.flat()].every(Number.isSafeInteger) || ratios.some(([, denominator]) => denominator <= 0)) {
    throw new RangeError('a ratio is of safe integers, over a positive one')
  }
  const product = ratios.reduce((all, [numerator]) => all * BigInt(numerator), BigInt(value))
  const divisor = ratios.reduce((all, [, denominator]) => all * BigInt(denominator), 1n)
  const floor = product / divisor - (product % divisor < 0n ? 1n : 0n)
  const twiceRest = (product - floor * divisor) * 2n
  const up = twiceRest > divisor || (twiceRest === divisor && floor % 2n !== 0n)
  const result = Number(up ? floor + 1n : floor)
  if (!Number.isSafeInteger(result)) throw new RangeError('the result is no safe integer')
  return result
}

/**
 * Splits an amount by integer weights so that the parts sum to it exactly; what rounding leaves goes to the largest rests first.
 * @param amount an integer, may be negative
 * @param weights integers ≥ 0, at least one > 0
 */
export function allocate(amount: AmountMinor, weights: readonly number[]): AmountMinor[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total <= 0 || weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0)) {
    throw new RangeError('weights are integers ≥ 0 with a positive sum')
  }
  const sign = amount < 0 ? -1 : 1
  const size = BigInt(Math.abs(amount))
  const parts = weights.map((weight, index) => {
    const product = size * BigInt(weight)
    return { index, part: product / BigInt(total), rest: product % BigInt(total) }
  })
  let left = size - parts.reduce((sum, { part }) => sum + part, 0n)
  for (const entry of [...parts].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))) {
    if (left === 0n) break
    entry.part += 1n
    left -= 1n
  }
  return parts.map(({ part }) => amountMinor(sign * Number(part)))
}
