import { createHash } from 'node:crypto'
import { minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { act, nextAct } from './acts.ts'
import { type Chance, chanceOf } from './chance.ts'
import { Client } from './client.ts'
import type { Cloud } from './cloud.ts'
import { openedSchool } from './opened-school.ts'
import type { Plant } from './plant.ts'
import { settle } from './settle.ts'
import type { Overview } from './watch-all.ts'
import { roughWeather } from './weather.ts'

/** One run: the same seed, steps and plant give the same history. */
export interface Run {
  readonly seed: number
  /** The numbers of the steps that are played, in order; each has its own chance, so that one can be left out. */
  readonly steps: readonly number[]
  /** What happens in these steps whatever chance chooses: a run that was kept stays the same when there are more acts. */
  readonly acts?: ReadonlyMap<number, readonly string[]>
  readonly plant?: Plant | undefined
}

/** How a run ended. */
export interface Outcome {
  readonly violations: readonly string[]
  /** What was done, step by step. */
  readonly history: readonly string[]
  /** The step after which an invariant was broken; undefined when it was at rest, or never. */
  readonly failedAt: number | undefined
  /** What did happen of what the manifests name; see `coverage.ts`. */
  readonly seen: ReadonlySet<string>
  /** A digest of all that is stored in the end, but for secrets. */
  readonly left: string
}

/** All steps from 0 on. */
export const allSteps = (count: number): readonly number[] => Array.from({ length: count }, (_, step) => step)

/** One thing happens, or several at once; some of these are rivals, who want the same. */
async function playStep(
  cloud: Cloud,
  chance: Chance,
  play: (act: string, at: number) => Promise<string>,
  { step, acts }: { readonly step: number; readonly acts: readonly string[] | undefined },
): Promise<string> {
  cloud.under(roughWeather(chance), chance)
  const count = chance.happens(0.25) ? 2 + chance.below(2) : 1
  const rivals = chance.happens(0.5)
  const first = nextAct(chance)
  const drawn = Array.from({ length: count }, (_, at) => (at === 0 || rivals ? first : nextAct(chance)))
  const told = acts ?? drawn
  await cloud.turns.interleave(
    chance,
    told.map((name, at) => async () => {
      await play(name, at)
    }),
  )
  cloud.clock.advance(chance.below(minuteMs / 10))
  return `${step}: ${told.join(' | ')}`
}

function caught(cloud: Cloud, run: () => Promise<unknown>): Promise<unknown> {
  return run().catch((error: unknown) => {
    const told =
      error instanceof Error ? `${error.message} ${error.stack?.split('\n').slice(1, 6).join(' ')}` : String(error)
    cloud.witness.violated('no defect', told)
  })
}

async function rest(cloud: Cloud, overview: Overview): Promise<void> {
  await settle(cloud)
  if (cloud.witness.violations.length === 0) await overview.atRest()
}

function digestOf({ deployed }: Cloud): string {
  const stored = JSON.stringify(deployed.map(({ table }) => table.all()))
  return createHash('sha256')
    .update(stored.replace(/whsec_[^"]+/g, 'secret'))
    .digest('hex')
}

/** Plays a run to its end, or to the first broken invariant. */
export async function play({ seed, steps, acts, plant }: Run): Promise<Outcome> {
  const { cloud, overview, cast } = await openedSchool(plant)
  const { violations } = cloud.witness
  const history: string[] = []
  const ended = (failedAt?: number): Outcome => {
    for (const { source, detailType } of cloud.published) cloud.witness.saw('event', source.slice(4), detailType)
    return { violations, history, failedAt, seen: cloud.witness.seen, left: digestOf(cloud) }
  }
  for (const step of steps) {
    const chance = chanceOf(seed, step)
    const perform = (name: string, at: number) => {
      const own = `s${step}-${at}`
      return act(name, { cloud, cast, chance, name: own, client: new Client(cloud, chance, own) })
    }
    await caught(cloud, async () =>
      history.push(await playStep(cloud, chance, perform, { step, acts: acts?.get(step) })),
    )
    overview.afterStep()
    if (violations.length > 0) return ended(step)
  }
  await caught(cloud, () => rest(cloud, overview))
  return ended()
}
