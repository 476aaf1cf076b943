import type { Turns } from './turns.ts'
import type { Io, Weather } from './weather.ts'

/** An invocation ended in its middle: its memory is lost, what it had written stands. */
export class Crashed extends Error {
  override readonly name = 'Crashed'
}

/** One invocation of a function: every call to the outside goes through it, until it crashes. */
export interface Lifeline {
  /** Makes a call to the outside; after a crash it neither happens nor comes back. */
  io<Answer>(io: Io, call: () => Promise<Answer>): Promise<Answer>
  /** @throws Crashed */
  run<Answer>(invocation: () => Promise<Answer>): Promise<Answer>
}

/** A promise of its own each time: one for all would hold on to everything that ever waited for it. */
const forever = (): Promise<never> => new Promise(() => undefined)

/** @param weather asked at each call whether the function ends there */
export function openLifeline(turns: Turns, weather: () => Weather): Lifeline {
  const { promise: crashed, reject } = Promise.withResolvers<never>()
  crashed.catch(() => undefined)
  let dead = false
  const die = (): Promise<never> => {
    dead = true
    reject(new Crashed('the function crashed'))
    return forever()
  }
  return {
    async io(io, call) {
      await turns.take()
      if (dead) return forever()
      const doom = weather().doom(io)
      if (doom === 'before') return die()
      const answer = await call()
      if (dead) return forever()
      return doom === 'after' ? die() : answer
    },
    run: (invocation) => Promise.race([invocation(), crashed]),
  }
}
