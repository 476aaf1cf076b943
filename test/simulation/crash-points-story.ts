import { type Actor, type Cast, copyOf } from './cast.ts'
import { type Chance, chanceOf } from './chance.ts'
import { Client } from './client.ts'
import type { Cloud } from './cloud.ts'
import { crashAt, endOf, type Playable, playable } from './crash-points.ts'
import type { Flow } from './crash-points-flows.ts'
import { openSchool } from './opening.ts'
import { settle } from './settle.ts'
import { restore, type Snapshot, takeSnapshot } from './snapshot.ts'

/** Each stage is so many rounds long: whatever crashes, as much time passes. */
const rounds = 8

/** No chance: whatever may happen does, and the latest of all is chosen. */
const certain: Chance = {
  ...chanceOf(0),
  happens: () => true,
  below: () => 0,
  pick(choices) {
    const latest = choices.at(-1)
    if (latest === undefined) throw new RangeError('nothing to choose from')
    return latest
  },
}

async function perform(scene: { cloud: Cloud; cast: Cast }, actors: readonly Actor[], stage: string) {
  const client = new Client(scene.cloud, { ...certain, happens: () => false }, stage)
  for (const [at, actor] of actors.entries()) await actor({ ...scene, chance: certain, client, name: `${stage}-${at}` })
}

/** What stands before a flow: the school, and what has to come first. */
const beforeFlow = ({ before = [] }: Flow): Promise<Snapshot<Cast>> =>
  takeSnapshot(async (cloud) => {
    const cast = await openSchool(cloud)
    await settle(cloud)
    for (const [at, actor] of before.entries()) {
      await perform({ cloud, cast }, [actor], `before-${at}`)
      await settle(cloud)
    }
    return cast
  })

/** Gets a chapter of the story ready: a crash may come at any call, of whichever function. */
export async function readyFlow(flow: Flow): Promise<Playable> {
  const snapshot = await beforeFlow(flow)
  const ready = await playable(async (point, plant) => {
    const restored = await restore(snapshot, plant)
    const { cloud } = restored
    const cast = copyOf(snapshot.left)
    const crash = crashAt(point)
    for (const [at, actors] of flow.stages.entries()) {
      cloud.under(crash.weather, chanceOf(0))
      await perform({ cloud, cast }, actors, `stage-${at}`)
      await settle(cloud, { weather: crash.weather, twice: point?.twice ?? false, rounds })
    }
    return endOf(restored, snapshot, crash.calls())
  })
  const told = new Set(ready.calm.events.map((event) => event.split(' ')[0]))
  const missing = flow.tells.filter((name) => !told.has(name))
  if (missing.length > 0) throw new Error(`this flow did not tell ${missing}`)
  return ready
}
