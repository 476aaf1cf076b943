import type { ServiceName } from '@tutelage/shared/contracts/define-event.ts'
import type { MemoryTable } from '@tutelage/shared/data/memory-table.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Operation } from '../operations/operation.ts'
import { openSchool, type School } from '../operations/school.ts'

/** The function of a service that runs use cases: `leads-api`. */
export type FunctionName = `${ServiceName}-${'api' | 'events' | 'jobs'}`

const actionOf: Readonly<Record<Write['op'], string>> = {
  put: 'PutItem',
  add: 'UpdateItem',
  delete: 'DeleteItem',
  check: 'ConditionCheckItem',
}

function functionOf({ service, kind }: Operation): FunctionName {
  if (kind === 'route') return `${service}-api`
  return kind === 'due' || kind === 'daily' ? `${service}-jobs` : `${service}-events`
}

/** Notes what is asked of a table from now on, in the names that DynamoDB has for it: `Query lookup`, `PutItem`. */
function listen(table: MemoryTable, note: (right: string) => void): void {
  const { get, getMany, query, transact } = table
  Object.assign(table, {
    get: (...given) => {
      note('GetItem')
      return get(...given)
    },
    getMany: (...given) => {
      note('BatchGetItem')
      return getMany(...given)
    },
    query: (...given) => {
      note(given[0].index ? `Query ${given[0].index}` : 'Query')
      return query(...given)
    },
    transact: (...given) => {
      for (const { op } of given[0]) note(actionOf[op])
      return transact(...given)
    },
  } satisfies Partial<MemoryTable>)
}

async function perform(school: School, one: Operation, note: (right: string) => void): Promise<void> {
  const prepared = await one.prepare(school)
  listen(school.cloud.of(one.service).table, note)
  if (one.kind === 'route' && typeof prepared !== 'string') await school.send(one.contract, prepared)
  else if (one.kind === 'subscription' || one.kind === 'partnerSubscription') {
    await school.consume(one.service, String(prepared))
  } else await school.work(one.service, String(prepared))
}

/** What each function asks of its table when every operation that it runs is done once. */
export async function usedRights(operations: readonly Operation[]): Promise<ReadonlyMap<FunctionName, Set<string>>> {
  const used = new Map<FunctionName, Set<string>>()
  for (const one of operations) {
    const own = used.get(functionOf(one)) ?? new Set<string>()
    used.set(functionOf(one), own)
    await perform(await openSchool(), one, (right) => own.add(right))
  }
  return used
}
