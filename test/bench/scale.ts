import type { Operation } from '../operations/operation.ts'
import { operations } from '../operations/registry.ts'
import { measureOperation, operationName } from './operation-units.ts'

/** In the school that is multiplied: two in each of its campuses. */
const studentsOfCopy = 4

/** How large a chain is: students of the campus, and campuses. */
export interface Size {
  readonly students: number
  readonly campuses: number
}

/** What one operation takes in a chain, and in larger ones. */
export interface Scaled {
  readonly operation: string
  /** Units of reading, and of writing table and indexes. */
  readonly units: readonly { readonly read: number; readonly write: number }[]
}

/** What happens by itself: each minute, and each day. */
export const isJob = ({ kind }: Operation): boolean => kind === 'due' || kind === 'daily'

/** The same operation in chains of several sizes. */
export async function measureAmong(one: Operation, sizes: readonly Size[]): Promise<Scaled> {
  const units = []
  for (const { students, campuses } of sizes) {
    const { taken } = await measureOperation(one, { copies: students / studentsOfCopy, campuses: campuses - 2 })
    units.push({ read: taken.read, write: taken.write + taken.index })
  }
  return { operation: operationName(one), units }
}

/** Whether the size of the school is nothing to it. */
export const isEven = ({ units: [first, ...others] }: Scaled): boolean =>
  others.every(({ read, write }) => read === first?.read && write === first?.write)

const everyLesson = 'one teacher gives the lessons of all copies: so much more was taught'

/** Why an operation takes more in a larger school, by its name: what is due, or asked for, is as much more. */
export const growsWithSchool: Readonly<Record<string, string>> = {
  'leads route listCampuses': 'the campuses of the chain are what it lists',
  'enrollment route getChainRenewals': 'the figures of a chain are the sums of its campuses',
  'loyalty daily greet-festivals': 'every family is greeted on a festival, and each is due then',
  'enrollment route getTeacherPay': everyLesson,
  'enrollment route listPaidTeachers': everyLesson,
}

const titleOf = ({ students, campuses }: Size): string => `${students} students, ${campuses} campuses`

const rowOf = ({ operation, units }: Scaled, sizes: readonly Size[]) => ({
  operation,
  ...Object.fromEntries(sizes.map((size, at) => [titleOf(size), `${units[at]?.read} + ${units[at]?.write}`])),
  reason: growsWithSchool[operation] ?? '',
})

/**
 * What each job takes in chains of several sizes, and each request and subscription that does not take the same.
 * @param sizes smallest first
 */
export async function operationsAmong(sizes: readonly Size[]): Promise<readonly object[]> {
  const rows: object[] = []
  let even = 0
  for (const one of operations) {
    const scaled = await measureAmong(one, sizes)
    if (isJob(one) || !isEven(scaled)) rows.push(rowOf(scaled, sizes))
    else even += 1
  }
  return [...rows, { operation: `${even} requests and subscriptions: the same units` }]
}
