import type { Item, ItemKey, ItemValue, Write } from '@tutelage/shared/data/table.ts'

/** Says in a text, wherever it stands, another name. */
export type Rename = (text: string) => string

const isList = (value: ItemValue): value is readonly ItemValue[] => Array.isArray(value)

function renamedValue(value: ItemValue, rename: Rename): ItemValue {
  if (typeof value === 'string') return rename(value)
  if (typeof value !== 'object' || value === null) return value
  if (isList(value)) return value.map((each) => renamedValue(each, rename))
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, each === undefined ? undefined : renamedValue(each, rename)]),
  )
}

/** The key of an item under the other name. */
export const renamedKey = ({ pk, sk }: ItemKey, rename: Rename): ItemKey => ({ pk: rename(pk), sk: rename(sk) })

/** An item under the other name: in its key, in what files it in the indexes, and in all that it says. */
export function renamedItem(item: Item, rename: Rename): Item {
  const said = Object.entries(item).map(([name, value]) => [
    name,
    value === undefined ? undefined : renamedValue(value, rename),
  ])
  return { ...item, ...Object.fromEntries(said), ...renamedKey(item, rename) }
}

/**
 * Puts what an item is now in the place of what it was, under another key too: its versions count on, for events are numbered by them.
 * The commit fails when somebody changed it meanwhile.
 */
export function replaceWrites(before: Item, after: Item): readonly Write[] {
  const { pk, sk, version } = before
  const when = { version }
  if (pk === after.pk && sk === after.sk) return [{ op: 'put', item: { ...after, version: version + 1 }, when }]
  return [
    { op: 'delete', key: { pk, sk }, when },
    { op: 'put', item: { ...after, version: version + 1 }, when: 'absent' },
  ]
}
