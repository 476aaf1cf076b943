import type { Page, Table } from '../data/table.ts'
import { TableUnavailable } from '../data/table-failures.ts'
import type { FaultPlan } from './fault-plan.ts'

/**
 * A table with AWS's weather: the faults of the plan as the DynamoDB adapter would tell them.
 * A stale index answers a query as it last did, or with nothing when it was never asked.
 */
export function faultyTable(table: Table, plan: FaultPlan): Table {
  const answered = new Map<string, Page>()
  const unlessThrottled = async <Answer>(answer: () => Promise<Answer>): Promise<Answer> => {
    if (plan.next('read')) throw new TableUnavailable('throttled')
    return answer()
  }
  return {
    get: (key, options) => unlessThrottled(() => table.get(key, options)),
    getMany: (keys) => unlessThrottled(() => table.getMany(keys)),
    async query(query) {
      if (!query.index) return unlessThrottled(() => table.query(query))
      const fault = plan.next('index')
      if (fault === 'throttle') throw new TableUnavailable('throttled')
      const asked = JSON.stringify(query)
      if (fault) return answered.get(asked) ?? { items: [] }
      const page = await table.query(query)
      answered.set(asked, page)
      return page
    },
    async transact(writes, token) {
      const fault = plan.next('write')
      if (fault === 'conflict') return { done: false, failures: [{ index: 0, reason: 'conflict' }] }
      if (fault === 'lostAnswer') await table.transact(writes, token)
      if (fault) throw new TableUnavailable(fault)
      return table.transact(writes, token)
    },
  }
}
