import type { StudentId } from '@tutelage/shared/kernel/ids.ts'

/*
 * The number that a student has for life: ten digits, the first not 0, the last a check digit, so that a slip of one
 * digit or of two neighbours is noticed. Chosen at random and claimed once in the chain: numbers in sequence would make
 * every capture of the chain wait for one counter.
 */

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const numbers = 900_000_000
const first = 100_000_000

/** ISO 7064 MOD 11,10, which finds every single wrong digit and nearly every swap of neighbours. */
function checkDigit(digits: string): number {
  let product = 10
  for (const digit of digits) {
    const sum = (product + Number(digit)) % 10 || 10
    product = (sum * 2) % 11
  }
  return (11 - product) % 10
}

/**
 * A number to claim.
 * @param random a whole number, 0 or more, from a range much larger than the numbers'
 * Rule: L2.
 */
export function studentNumber(random: number): string {
  if (!Number.isSafeInteger(random) || random < 0)
    throw new RangeError('a number is made from a whole number, 0 or more')
  const digits = String(first + (random % numbers))
  return `${digits}${checkDigit(digits)}`
}

/**
 * The number to claim for a new student, made from the random part of the student's id.
 * Rule: L2.
 */
export function numberFor(studentId: StudentId): string {
  // The last nine characters of a ULID: 45 random bits.
  const random = [...studentId.slice(-9)].reduce((sum, character) => sum * 32 + crockford.indexOf(character), 0)
  return studentNumber(random)
}

/** True for a number that `studentNumber` can have made. Rule: L2. */
export const isStudentNumber = (text: string): boolean =>
  /^[1-9]\d{9}$/.test(text) && checkDigit(text.slice(0, 9)) === Number(text[9])
