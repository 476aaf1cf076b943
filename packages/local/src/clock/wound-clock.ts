/** The local cloud's time: the machine's, plus what it was wound forward. Functions' workers share the offset. */
export interface WoundClock {
  /** Milliseconds since 1970, as functions and schedules see it. */
  now(): number
  /** One 64-bit integer: milliseconds to add to the machine's clock. */
  readonly offset: SharedArrayBuffer
  /**
   * Winds forward.
   * @throws RangeError when `ms` is negative: time does not go back, here or anywhere
   */
  advance(ms: number): void
}

/** @param offsetMs how far it was wound before */
export function createWoundClock(offsetMs: number): WoundClock {
  const offset = new SharedArrayBuffer(8)
  const cell = new BigInt64Array(offset)
  Atomics.store(cell, 0, BigInt(offsetMs))
  return {
    offset,
    now: () => Date.now() + Number(Atomics.load(cell, 0)),
    advance: (ms) => {
      if (!Number.isSafeInteger(ms) || ms < 0)
        throw new RangeError('the clock winds forward only, by whole milliseconds')
      Atomics.add(cell, 0, BigInt(ms))
    },
  }
}

export const offsetMsOf = (clock: WoundClock): number => Number(Atomics.load(new BigInt64Array(clock.offset), 0))
