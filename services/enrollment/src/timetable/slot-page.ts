import type { PageRequest } from '@tutelage/shared/data/read-page.ts'
import { BadCursor } from '@tutelage/shared/data/table-failures.ts'
import type { BusySlot } from './agenda.ts'

const placeOf = ({ startsAt, lessonId }: BusySlot): string => `${startsAt}#${lessonId}`

/** A cursor names the last slot of its page. */
const cursorAt = (slot: BusySlot): string => Buffer.from(placeOf(slot)).toString('base64url')

/** @throws BadCursor when it names no slot */
function placeAt(cursor: string): string {
  const place = Buffer.from(cursor, 'base64url').toString()
  if (!/^\d{4}-\d\d-\d\dT[\d:.]{12}Z#les_[0-9A-Z]{26}$/.test(place)) throw new BadCursor()
  return place
}

/**
 * One page of some slots.
 * @param slots by time
 * @throws BadCursor when the cursor is of no such list
 */
export function slotPage(slots: readonly BusySlot[], { limit, cursor }: PageRequest) {
  const place = cursor === undefined ? '' : placeAt(cursor)
  const rest = slots.filter((slot) => placeOf(slot) > place)
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  return { items, ...(last && rest.length > limit && { nextCursor: cursorAt(last) }) }
}
