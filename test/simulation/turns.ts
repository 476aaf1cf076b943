import type { Chance } from './chance.ts'

/** Lets several invocations run at once, in an order that a seed gives: each call to the outside waits for its turn. */
export interface Turns {
  /** Waits for the caller's turn; at once while nothing else runs. */
  take(): Promise<void>
  /** Runs tasks interleaved and waits for all of them. @throws what the first of them threw */
  interleave(chance: Chance, tasks: readonly (() => Promise<void>)[]): Promise<void>
}

const microtasksOver = (): Promise<void> => new Promise((over) => setImmediate(over))

/** One for all functions of a run. */
export function makeTurns(): Turns {
  const waiting: (() => void)[] = []
  let contended = false
  return {
    take: () => (contended ? new Promise((turn) => waiting.push(turn)) : Promise.resolve()),
    async interleave(chance, tasks) {
      if (tasks.length === 1) return tasks[0]?.()
      contended = true
      let running = tasks.length
      const ended = tasks.map((task) =>
        task().finally(() => {
          running -= 1
        }),
      )
      void Promise.allSettled(ended)
      while (running > 0) {
        await microtasksOver()
        waiting.splice(chance.below(Math.max(1, waiting.length)), 1)[0]?.()
      }
      contended = false
      for (const turn of waiting.splice(0)) turn()
      await Promise.all(ended)
    },
  }
}
