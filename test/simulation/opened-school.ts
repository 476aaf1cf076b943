import { whenAsked } from '@tutelage/shared/contracts/deferred.ts'
import { type Cast, copyOf } from './cast.ts'
import { importAhead } from './import-ahead.ts'
import { openSchool } from './opening.ts'
import type { Plant } from './plant.ts'
import { type Restored, restore, takeSnapshot } from './snapshot.ts'

/** The opening of every run is the same: it is played once, and put up again for each run. */
const opening = whenAsked(async () => {
  await importAhead()
  return takeSnapshot(async (cloud) => {
    const cast = await openSchool(cloud)
    return { cast, known: cloud.known, seen: cloud.witness.seen }
  })
})

/** A cloud in which a school stands, with every watch set, and what its staff know. */
export async function openedSchool(plant?: Plant): Promise<Restored & { readonly cast: Cast }> {
  const snapshot = await opening()
  const restored = await restore(snapshot, plant)
  const { cast, known, seen } = snapshot.left
  restored.cloud.known.take(known)
  for (const name of seen) restored.cloud.witness.seen.add(name)
  return { ...restored, cast: copyOf(cast) }
}
