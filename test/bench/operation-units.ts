import type { ServiceName } from '@tutelage/shared/contracts/define-event.ts'
import { outboxItemOf, sentWrite } from '@tutelage/shared/data/outbox.ts'
import type { Table } from '@tutelage/shared/data/table.ts'
import type { Operation } from '../operations/operation.ts'
import { operations } from '../operations/registry.ts'
import { openSchool, type School } from '../operations/school.ts'
import { unitsOfWrite } from './capacity.ts'
import { type Crowd, crowded } from './crowd.ts'
import { leastUnits, type Units, unitsTaken } from './least.ts'
import { type Access, type MeteredTable, meteredTable } from './metered-table.ts'

/** What one operation takes of its service's table, and tells on the bus. */
export interface OperationUnits {
  readonly service: ServiceName
  readonly kind: Operation['kind']
  readonly name: string
  readonly taken: Units
  readonly least: Units
  /** The names of the events that its commits tell. */
  readonly events: readonly string[]
  /** Commits that tell something, and the units of marking them told. */
  readonly outbox: { readonly items: number; readonly write: number; readonly index: number }
}

/** Names an operation in tables and reasons. */
export const operationName = ({ service, kind, name }: Pick<OperationUnits, 'service' | 'kind' | 'name'>): string =>
  `${service} ${kind} ${name}`

/** A table that may be another the next time. */
const standingFor = (table: () => Table): Table => ({
  get: (...asked) => table().get(...asked),
  getMany: (...asked) => table().getMany(...asked),
  query: (...asked) => table().query(...asked),
  transact: (...asked) => table().transact(...asked),
})

/** A school whose tables are all metered, and in which from `only` on one subscription or job alone is at work. */
async function meteredSchool() {
  const meters = new Map<ServiceName, MeteredTable>()
  const crowds = new Map<ServiceName, Table>()
  let only: string | undefined
  const chosen = <Named extends { readonly name: string }>(all: readonly Named[]): readonly Named[] =>
    only === undefined ? all : all.filter(({ name }) => name === only)
  const school = await openSchool({
    bug: 'none: the tables are metered',
    table(table, service) {
      const meter = meteredTable(standingFor(() => crowds.get(service) ?? table))
      meters.set(service, meter)
      return meter
    },
    service: (service) => ({
      ...service,
      get subscriptions() {
        return chosen(service.subscriptions)
      },
      get jobs() {
        return chosen(service.jobs)
      },
    }),
  })
  const taken = (service: ServiceName): readonly Access[] => meters.get(service)?.taken() ?? []
  return {
    school,
    taken,
    /** From now on a service is at work in a crowd. */
    crowd(service: ServiceName, crowd: Crowd): void {
      const { clock } = school.cloud
      crowds.set(service, crowded(school.cloud.of(service).table.all(), { ...crowd, clock }))
    },
    only(one: Operation): void {
      if (one.kind !== 'route' && one.kind !== 'partnerSubscription') only = one.name
      taken(one.service)
    },
  }
}

async function performed(school: School, one: Operation): Promise<() => Promise<unknown>> {
  if (one.kind === 'route') {
    const request = await one.prepare(school)
    return () => school.send(one.contract, request)
  }
  const message = await one.prepare(school)
  const isEvent = one.kind === 'subscription' || one.kind === 'partnerSubscription'
  if (isEvent) return () => school.consume(one.service, message)
  return async () => {
    await school.work(one.service, message)
    await school.workOff(one.service)
  }
}

/** What the commits tell, and what it takes of the table to have it told: the mark that it was sent. */
function toldBy(accesses: readonly Access[]): Pick<OperationUnits, 'events' | 'outbox'> {
  const told = accesses.flatMap((access) => {
    const item = access.kind === 'write' && access.before === undefined && access.after
    const outbox = item && outboxItemOf(item)
    return outbox ? [{ item, outbox }] : []
  })
  const marks = told.map(({ item, outbox }) => {
    const mark = sentWrite(outbox, outbox.recordedAt)
    return unitsOfWrite({ before: item, after: mark.op === 'put' ? mark.item : item, inTransaction: false })
  })
  return {
    events: told.flatMap(({ outbox }) => outbox.entries.map(({ detailType }) => detailType)),
    outbox: {
      items: told.length,
      write: marks.reduce((sum, { table }) => sum + table, 0),
      index: marks.reduce((sum, { lookup, due }) => sum + lookup + due, 0),
    },
  }
}

/**
 * Performs an operation in a school of its own.
 * @param among what its service holds by then beside it
 */
export async function measureOperation(one: Operation, among?: Crowd): Promise<OperationUnits> {
  const { school, taken, only, crowd } = await meteredSchool()
  const perform = await performed(school, one)
  if (among) crowd(one.service, among)
  only(one)
  await perform()
  const accesses = taken(one.service)
  const { service, kind, name } = one
  return { service, kind, name, taken: unitsTaken(accesses), least: leastUnits(accesses), ...toldBy(accesses) }
}

/** Every operation that the registry knows. */
export async function measureOperations(): Promise<readonly OperationUnits[]> {
  const all: OperationUnits[] = []
  for (const one of operations) all.push(await measureOperation(one))
  return all
}
