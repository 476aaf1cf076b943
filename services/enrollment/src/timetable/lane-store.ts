import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { campusKey } from '@tutelage/shared/data/keys.ts'
import { shardOf } from '@tutelage/shared/data/shard.ts'
import type { Item, Write } from '@tutelage/shared/data/table.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'

/** So many that families who book at once seldom meet, so few that a class of any size writes them in one transaction. */
export const lanes = 8

/**
 * Takes the lanes of some students: whoever gives a lesson's time to a student of the same lane meanwhile has to look again.
 * Read before anything that the decision stands on.
 * @returns the writes that take them
 */
export async function takeLanes(context: CampusContext, studentIds: readonly StudentId[]): Promise<readonly Write[]> {
  const taken = [...new Set(studentIds.map((studentId) => shardOf(studentId, lanes)))].sort((a, b) => a - b)
  const keys = taken.map((lane) => campusKey(context.campus, 'PLANNING', `LANE#${lane}`))
  const items = keys.length > 0 ? await context.table.getMany(keys) : []
  return keys.map((key, at): Write => {
    const version = items[at]?.version ?? 0
    const item: Item = { ...key, entity: 'planningLane', version: version + 1 }
    return { op: 'put', item, when: version === 0 ? 'absent' : { version } }
  })
}
