import type { Operation } from '../operations/operation.ts'
import { operations } from '../operations/registry.ts'
import { measureOperation, operationName } from './operation-units.ts'

/** In the school that is multiplied: two in each of its campuses. */
const studentsOfCopy = 4

/** What one operation takes among some students, and among many more. */
export interface Scaled {
  readonly operation: string
  /** Units of reading, and of writing table and indexes. */
  readonly units: readonly { readonly read: number; readonly write: number }[]
}

/** What happens by itself: each minute, and each day. */
export const isJob = ({ kind }: Operation): boolean => kind === 'due' || kind === 'daily'

/** The same operation among several numbers of students. */
export async function measureAmong(one: Operation, sizes: readonly number[]): Promise<Scaled> {
  const units = []
  for (const students of sizes) {
    const { taken } = await measureOperation(one, students / studentsOfCopy)
    units.push({ read: taken.read, write: taken.write + taken.index })
  }
  return { operation: operationName(one), units }
}

/** Whether the size of the school is nothing to it. */
export const isEven = ({ units: [first, ...others] }: Scaled): boolean =>
  others.every(({ read, write }) => read === first?.read && write === first?.write)

/** Why an operation takes more in a larger school, by its name: what is due is as much more. */
export const growsWithSchool: Readonly<Record<string, string>> = {
  'loyalty daily greet-festivals': 'every family is greeted on a festival, and each is due then',
}

/**
 * What each job takes among several numbers of students.
 * @param sizes fewest first
 */
export async function jobsAmong(sizes: readonly number[]): Promise<readonly object[]> {
  const rows: object[] = []
  for (const one of operations.filter(isJob)) {
    const { operation, units } = await measureAmong(one, sizes)
    const columns = units.map(({ read, write }, at) => [`${sizes[at]} students`, `${read} + ${write}`] as const)
    rows.push({ operation, ...Object.fromEntries(columns), reason: growsWithSchool[operation] ?? '' })
  }
  return rows
}
