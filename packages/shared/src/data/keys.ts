import { type CampusId, isId } from '../kernel/ids.ts'
import type { CampusScope, Scope } from '../kernel/scope.ts'
import type { ItemKey } from './table.ts'

/**
 * A key of one campus. The only way to build one, so that what has no scope has no key.
 * @param campus the campus that the actor was let into
 * @param partition what the items of one partition have in common, such as `LEAD#led_…`
 * @param sort the item within it
 */
export const campusKey = (campus: CampusScope, partition: string, sort: string): ItemKey => ({
  pk: campusPartition(campus, partition),
  sk: sort,
})

/** The partition alone, to query it or to file an item in an index. */
export const campusPartition = (campus: CampusScope, partition: string): string => `CA#${campus.campusId}#${partition}`

/** A key of what belongs to the chain as a whole: price lists, tier ladder, templates, partners. */
export const chainKey = (_scope: Scope, partition: string, sort: string): ItemKey => ({
  pk: chainPartition(_scope, partition),
  sk: sort,
})

export const chainPartition = (_scope: Scope, partition: string): string => `CH#${partition}`

/** The campus that a key belongs to, for who was told only the key: a due job. Undefined when it is the chain's. */
export function campusIdOf({ pk }: Pick<ItemKey, 'pk'>): CampusId | undefined {
  const [prefix, campusId = ''] = pk.split('#')
  return prefix === 'CA' && isId('campus', campusId) ? campusId : undefined
}
