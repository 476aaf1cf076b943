import { cardNumber } from '@tutelage/shared/contracts/loyalty/card-number.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { digestOf } from '@tutelage/shared/data/derived-id.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { firstFreeCard } from './member-store.ts'

const attempts = 5

/** Eleven digits that nobody can guess from the number before. */
const serialOf = (...parts: readonly (string | number)[]): number =>
  Number(digestOf(...parts).reduce((sum, byte) => (sum * 256n + BigInt(byte)) % 100_000_000_000n, 0n))

/**
 * A number for a member's next card that nobody in the chain has had.
 * @param issue how many cards the member had before
 * @throws Error when five numbers in a row are taken, which a chain of a million members sees once in 10²⁵ cards
 * Rule: Y1.
 */
export async function nextCardNumber(context: CampusContext, memberId: Id<'member'>, issue: number): Promise<string> {
  const numbers = Array.from({ length: attempts }, (_, attempt) => cardNumber(serialOf(memberId, issue, attempt)))
  const free = await firstFreeCard(context, numbers)
  if (free === undefined) throw new Error(`no card number is free for ${memberId}`)
  return free
}
