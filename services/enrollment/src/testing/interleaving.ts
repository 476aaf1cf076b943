import type { Table } from '@tutelage/shared/data/table.ts'

/**
 * For tests: a table that lets something else happen just before its n-th call from now on (0 is the first), once.
 * @returns the table, and whether that call ever came
 */
export function interleaved(table: Table, before: number, happen: () => Promise<unknown>) {
  let calls = 0
  const step = async (): Promise<void> => {
    const turn = calls
    calls += 1
    if (turn === before) await happen()
  }
  const between: Table = {
    get: async (...asked) => {
      await step()
      return table.get(...asked)
    },
    getMany: async (...asked) => {
      await step()
      return table.getMany(...asked)
    },
    query: async (...asked) => {
      await step()
      return table.query(...asked)
    },
    transact: async (...asked) => {
      await step()
      return table.transact(...asked)
    },
  }
  return { table: between, happened: () => calls > before }
}
