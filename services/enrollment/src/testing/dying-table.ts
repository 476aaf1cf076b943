import type { Table } from '@tutelage/shared/data/table.ts'

/**
 * For tests: the table of a function that ends in the middle of its work: from its n-th commit on (0 is the first), made or not,
 * it comes to nothing more.
 */
export function dyingTable(
  table: Table,
  { at, when }: { readonly at: number; readonly when: 'before' | 'after' },
): Table {
  let commits = 0
  const living = (): void => {
    if (commits > at) throw new Error('the function has ended')
  }
  return {
    get: async (...asked) => {
      living()
      return table.get(...asked)
    },
    getMany: async (...asked) => {
      living()
      return table.getMany(...asked)
    },
    query: async (...asked) => {
      living()
      return table.query(...asked)
    },
    transact: async (...asked) => {
      living()
      commits += 1
      if (commits > at && when === 'before') living()
      const outcome = await table.transact(...asked)
      living()
      return outcome
    },
  }
}
