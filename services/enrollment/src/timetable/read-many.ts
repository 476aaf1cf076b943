import type { Item, ItemKey, Table } from '@tutelage/shared/data/table.ts'

/** As many as one call answers. */
const atOnce = 100

/** The items of any number of keys, in the order asked; consistent. */
export async function readMany(table: Table, keys: readonly ItemKey[]): Promise<readonly (Item | undefined)[]> {
  const calls = Array.from({ length: Math.ceil(keys.length / atOnce) }, (_, call) =>
    table.getMany(keys.slice(call * atOnce, (call + 1) * atOnce)),
  )
  return (await Promise.all(calls)).flat()
}
