import { chanceOf } from './chance.ts'
import { type EndState, endStateOf } from './end-state.ts'
import type { Plant } from './plant.ts'
import type { Restored, Snapshot } from './snapshot.ts'
import { calm, type Io, type Weather } from './weather.ts'

/**
 * The call to the outside at which the function ends: the first is 0. Calls that change something outside are counted: a
 * crash at a read is one after the change before it.
 */
export interface CrashPoint {
  readonly at: number
  readonly when: 'before' | 'after'
  /** Every delivery comes twice. */
  readonly twice: boolean
}

/** How a flow ended: how many calls changed something, what was broken, and what stands then. */
export interface FlowEnd extends EndState {
  readonly calls: number
  readonly violations: readonly string[]
}

/** A flow that is ready to be played again and again from the same beginning. */
export interface Playable {
  /**
   * To rest, with a crash at one point or none.
   * @param plant stands in the wiring
   */
  play(point?: CrashPoint, plant?: Plant): Promise<FlowEnd>
  /** What may be found after a crash: what stands after a calm run, and for what nobody repeats also nothing. */
  readonly ends: readonly EndState[]
  /** How many points there are. */
  readonly calls: number
}

/** Every point of so many calls. */
export function* everyPoint(calls: number): Generator<CrashPoint> {
  for (let at = 0; at < calls; at += 1) {
    for (const when of ['before', 'after'] as const) {
      for (const twice of [false, true]) yield { at, when, twice }
    }
  }
}

/** Ends one invocation, once. */
export function crashAt(point: CrashPoint | undefined) {
  let calls = 0
  const doom = (io: Io): 'before' | 'after' | undefined => {
    if (io === 'read') return undefined
    calls += 1
    return calls - 1 === point?.at ? point.when : undefined
  }
  return { weather: { ...calm, doom } satisfies Weather, calls: () => calls }
}

/** How a run ended that began at a snapshot. */
export async function endOf({ cloud, overview }: Restored, snapshot: Snapshot, calls: number): Promise<FlowEnd> {
  cloud.under(calm, chanceOf(0))
  overview.afterStep()
  if (cloud.witness.violations.length === 0) await overview.atRest()
  const { violations } = cloud.witness
  return { calls, violations, ...endStateOf(cloud, overview.committed().values(), snapshot) }
}

/** @throws Error when nothing goes wrong and an invariant is broken all the same */
export async function playable(
  play: Playable['play'],
  without: readonly EndState[] = [],
): Promise<Playable & { readonly calm: FlowEnd }> {
  const end = await play()
  if (end.violations.length > 0) throw new Error(`in calm weather: ${end.violations.join('; ')}`)
  const { events, items, calls } = end
  return { play, calls, ends: [{ events, items }, ...without], calm: end }
}
