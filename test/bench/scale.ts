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

const everyLesson = 'one teacher gives the lessons of all copies: so much more was taught'

/** Why an operation takes more in a larger school, by its name: what is due, or asked for, is as much more. */
export const growsWithSchool: Readonly<Record<string, string>> = {
  'loyalty daily greet-festivals': 'every family is greeted on a festival, and each is due then',
  'enrollment route getTeacherAttendance': everyLesson,
  'enrollment route getTeacherPay': everyLesson,
  'enrollment route downloadTeacherPay': everyLesson,
  'enrollment route listPaidTeachers': everyLesson,
  'enrollment route getAppraisal': everyLesson,
  'enrollment route downloadAppraisal': everyLesson,
}

const rowOf = ({ operation, units }: Scaled, sizes: readonly number[]) => ({
  operation,
  ...Object.fromEntries(units.map(({ read, write }, at) => [`${sizes[at]} students`, `${read} + ${write}`] as const)),
  reason: growsWithSchool[operation] ?? '',
})

/**
 * What each job takes among several numbers of students, and each request and subscription that does not take the same.
 * @param sizes fewest first
 */
export async function operationsAmong(sizes: readonly number[]): Promise<readonly object[]> {
  const rows: object[] = []
  let even = 0
  for (const one of operations) {
    const scaled = await measureAmong(one, sizes)
    if (isJob(one) || !isEven(scaled)) rows.push(rowOf(scaled, sizes))
    else even += 1
  }
  return [...rows, { operation: `${even} requests and subscriptions: the same units` }]
}
