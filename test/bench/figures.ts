/** The value in the middle; of an even number of values the upper of the two. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]
  if (middle === undefined) throw new RangeError('no values')
  return middle
}

/** A number as a reader wants it in a table: two decimals at most. */
export const rounded = (value: number): number => Math.round(value * 100) / 100
