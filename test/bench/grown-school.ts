import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { ServiceName } from '@tutelage/shared/contracts/define-event.ts'
import { dynamoTable } from '@tutelage/shared/data/dynamo-table.ts'
import type { Item } from '@tutelage/shared/data/table.ts'
import { createTableInput } from '@tutelage/shared/data/table-shape.ts'
import { addMs } from '@tutelage/shared/kernel/instant.ts'
import { testClock } from '@tutelage/shared/testing/test-context.ts'
import { startDynamoDbLocal } from '../../packages/local/src/dynamodb/dynamodb-local.ts'
import { openSchool, School } from '../operations/school.ts'
import { startCloud } from '../simulation/cloud.ts'
import { multiply } from './ballast.ts'
import { listenToCapacity } from './consumed-capacity.ts'

/** A school on DynamoDB Local with so many students, and what its requests take. */
export interface GrownSchool {
  readonly students: number
  readonly items: number
  readonly school: School
  readonly capacity: ReturnType<typeof listenToCapacity>
}

/** In the school that is multiplied. */
const studentsOfCopy = 2
const atOnce = 50
const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' }
const nameOf = (service: ServiceName, students: number): string => `${service}-${students}`

async function fill(client: DynamoDBClient, tableName: string, items: readonly Item[]): Promise<void> {
  const { StreamSpecification, ...input } = createTableInput(tableName)
  await client.send(new CreateTableCommand(input))
  const table = dynamoTable({ client, tableName, clock: testClock() })
  for (let from = 0; from < items.length; from += atOnce) {
    await table.transact(items.slice(from, from + atOnce).map((item) => ({ op: 'put', item, when: 'always' })))
  }
}

/** Memory where there is a file system of it: what is measured is the work, not a disk. */
const root = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/**
 * The same school with several numbers of students, each in tables of its own of one DynamoDB Local.
 * @param sizes numbers of students
 */
export async function growSchools(sizes: readonly number[]) {
  const dir = await mkdtemp(join(root, 'tutelage-growth-'))
  const template = await openSchool()
  const all = template.cloud.deployed.map(({ service, table }) => ({ service: service.name, items: table.all() }))
  const filling = await startDynamoDbLocal({ dir })
  const filler = new DynamoDBClient({ endpoint: filling.endpoint, region: 'us-east-1', credentials })
  for (const students of sizes)
    for (const { service, items } of all) await fill(filler, nameOf(service, students), items)
  filler.destroy()
  await filling.stop()
  const file = join(dir, 'shared-local-instance.db')
  const counts = sizes.map((students) =>
    all.reduce((sum, { service }) => sum + multiply(file, nameOf(service, students), students / studentsOfCopy - 1), 0),
  )
  const server = await startDynamoDbLocal({ dir, heapMb: 512 })
  const clients: DynamoDBClient[] = []
  const schools = sizes.map((students, at): GrownSchool => {
    const client = new DynamoDBClient({ endpoint: server.endpoint, region: 'us-east-1', credentials })
    clients.push(client)
    // Ids begin with the moment, and a transaction's is unlike any other of the server: each school has moments of its own.
    const clock = testClock(addMs(template.now, 1 + at))
    const cloud = startCloud({
      bug: 'none: the tables are in DynamoDB Local',
      table: (_, service) => dynamoTable({ client, tableName: nameOf(service, students), clock }),
    })
    cloud.clock.set(clock.now())
    const campuses = { east: template.here, west: template.elsewhere.here }
    const school = new School(cloud, campuses)
    return { students, items: counts[at] ?? 0, school, capacity: listenToCapacity(client) }
  })
  return {
    schools,
    async stop(): Promise<void> {
      for (const client of clients) client.destroy()
      await server.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
