import type { Brand } from './brand.ts'

/** Lesson hours in hundredths: 1 hour is 100. An integer, may be negative in a ledger line. */
export type Centihours = Brand<number, 'Centihours'>

/** @throws RangeError unless the number is a safe integer */
export function centihours(value: number): Centihours {
  if (!Number.isSafeInteger(value)) throw new RangeError('lesson hours are an integer of hundredths')
  return (value === 0 ? 0 : value) as Centihours
}
