/**
 * What AWS may do and neither DynamoDB Local nor memory does by itself.
 * `conflict`: another transaction was at the same item. `inProgress`: an earlier request under the same token still runs.
 * `throttle`: refused, nothing happened. `lostAnswer`: it happened, and the answer is a timeout. `staleIndex`: an index
 * answers what it would have answered before.
 */
export type Fault = 'conflict' | 'inProgress' | 'throttle' | 'lostAnswer' | 'staleIndex'

/** The kind of call that a fault may meet. */
export type Asked = 'write' | 'read' | 'index'

const possible: Readonly<Record<Asked, readonly Fault[]>> = {
  write: ['conflict', 'inProgress', 'throttle', 'lostAnswer'],
  read: ['throttle'],
  index: ['throttle', 'staleIndex'],
}

/** Decides call by call what goes wrong. */
export interface FaultPlan {
  next(asked: Asked): Fault | undefined
}

/**
 * Faults in a fixed order: each waits for the first call that it may meet; `none` lets one call pass.
 * @param script first fault first; after the last one all goes well
 */
export function scriptedFaults(script: readonly (Fault | 'none')[]): FaultPlan {
  const left = [...script]
  return {
    next(asked) {
      const fault = left[0]
      if (fault === undefined || (fault !== 'none' && !possible[asked].includes(fault))) return undefined
      left.shift()
      return fault === 'none' ? undefined : fault
    },
  }
}

/**
 * Faults by chance.
 * @param random gives 0 up to, not including, 1: seeded, so that a run can be repeated
 * @param rates how likely each fault is for each call that it may meet
 */
export function randomFaults(random: () => number, rates: Readonly<Partial<Record<Fault, number>>>): FaultPlan {
  return { next: (asked) => possible[asked].find((fault) => random() < (rates[fault] ?? 0)) }
}

/**
 * Numbers from 0 up to, not including, 1, the same for the same seed (mulberry32).
 * @param seed an integer
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
