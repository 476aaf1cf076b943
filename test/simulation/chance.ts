import { seededRandom } from '@tutelage/shared/testing/fault-plan.ts'

/** Chance that can be repeated: all that a run leaves to it comes from here. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  next(): number
  /** An integer from 0 up to, not including, the limit. */
  below(limit: number): number
  happens(probability: number): boolean
  /** @throws RangeError for an empty list */
  pick<Choice>(choices: readonly Choice[]): Choice
}

/** @param parts the same parts give the same chance: the seed of a run, the number of a step */
export function chanceOf(...parts: readonly number[]): Chance {
  const mixed = parts.reduce((state, part) => Math.imul(state ^ (part + 0x9e3779b9), 0x85ebca6b) ^ (state >>> 13), 1)
  const next = seededRandom(mixed)
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    happens: (probability) => next() < probability,
    pick(choices) {
      const picked = choices[below(choices.length)]
      if (picked === undefined) throw new RangeError('nothing to choose from')
      return picked
    },
  }
}
