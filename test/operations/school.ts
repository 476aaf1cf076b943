import type { ServiceName } from '@tutelage/shared/contracts/define-event.ts'
import type { Item } from '@tutelage/shared/data/table.ts'
import { addMs, type Instant } from '@tutelage/shared/kernel/instant.ts'
import { type Cloud, startCloud } from '../simulation/cloud.ts'
import type { Plant } from '../simulation/plant.ts'
import { openCampuses } from './opening.ts'
import { Reach } from './reach.ts'
import type { Campuses, Standing } from './standing.ts'

/** What the tables hold at a moment. */
interface Kept {
  readonly at: Instant
  readonly items: ReadonlyMap<ServiceName, readonly Item[]>
}

/** A small school of two campuses on the memory tables of all services, in calm weather, seen from one of its campuses. */
export class School extends Reach {
  /** What stood in the campus when the school was opened. */
  readonly here: Standing
  readonly #campuses: Campuses
  readonly #seenFrom: keyof Campuses

  constructor(cloud: Cloud, campuses: Campuses, seenFrom: keyof Campuses = 'east') {
    super(cloud, campuses[seenFrom].campusId)
    this.here = campuses[seenFrom]
    this.#campuses = campuses
    this.#seenFrom = seenFrom
  }

  /** The same school, seen from its other campus. */
  get elsewhere(): School {
    return new School(this.cloud, this.#campuses, this.#seenFrom === 'east' ? 'west' : 'east')
  }

  /**
   * Another school in which everything stands as in this one; what was on its way is lost.
   * @param plant a bug in its wiring, or none
   */
  async copy(plant?: Plant): Promise<School> {
    const cloud = await reopened(kept(this.cloud), plant)
    return new School(cloud, this.#campuses, this.#seenFrom)
  }
}

function kept({ clock, deployed }: Cloud): Kept {
  return { at: clock.now(), items: new Map(deployed.map(({ service, table }) => [service.name, table.all()])) }
}

/** Items of one transaction. */
const atOnce = 50

async function reopened({ at, items }: Kept, plant?: Plant): Promise<Cloud> {
  const cloud = startCloud(plant)
  for (const { service, table, stream } of cloud.deployed) {
    const all = items.get(service.name) ?? []
    for (let from = 0; from < all.length; from += atOnce) {
      const writes = all.slice(from, from + atOnce).map((item) => ({ op: 'put', item, when: 'always' }) as const)
      await table.transact(writes)
    }
    stream.forget(stream.size)
  }
  // Ids begin with the moment: so that none is given twice, the copy goes on a moment later.
  cloud.clock.set(addMs(at, 1))
  return cloud
}

let opened: Promise<{ readonly kept: Kept; readonly campuses: Campuses }> | undefined

async function openOnce() {
  const cloud = startCloud()
  const campuses = await openCampuses(cloud)
  return { kept: kept(cloud), campuses }
}

/**
 * A school as it is on its first morning: opened once by public requests, then copied from that each time.
 * @param plant what stands between this school's services and what they run on
 */
export async function openSchool(plant?: Plant): Promise<School> {
  opened ??= openOnce()
  const { kept: first, campuses } = await opened
  return new School(await reopened(first, plant), campuses)
}
