/** The value in the middle; of an even number of values the upper of the two. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]
  if (middle === undefined) throw new RangeError('no values')
  return middle
}

/**
 * The value that so many percent of the values do not exceed.
 * @param percent above 0, up to 100
 */
export function percentile(values: readonly number[], percent: number): number {
  const at = Math.ceil((values.length * percent) / 100) - 1
  const value = values.toSorted((one, other) => one - other)[at]
  if (value === undefined) throw new RangeError('no values')
  return value
}

/** What a row tells beside a figure that is above its reach: nothing while it is not. */
export const heldAgainst = (figure: string, value: number, reach: number): { readonly missed?: string } =>
  value > reach ? { missed: `${figure} is above ${reach}` } : {}

/** A number as a reader wants it in a table: two decimals at most. */
export const rounded = (value: number): number => Math.round(value * 100) / 100
