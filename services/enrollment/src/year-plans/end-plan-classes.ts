import type { NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { TerminationReason } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext, Rest } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { type Ending, endEach, loadTimeOf } from '../enrolling/end-enrollment.ts'
import { terminated } from '../enrolling/terminate-enrollment.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { checkAccount, loadAccounts } from '../lesson-hours/hours-account-store.ts'
import { leaveTimetable } from '../timetable/join-timetable.ts'
import {
  type ClassesToEnd,
  classesToEndJob,
  classesToEndKey,
  findClassesToEnd,
  writeClassesToEnd,
} from './classes-to-end-store.ts'
import type { YearPlan } from './year-plan.ts'

/** As many writes as a transaction takes. */
const mostWrites = 100
/** The student's time, the outbox item, and what is left. */
const ofEveryPart = 3

type Account = Stored<HoursAccount>

/** Those that have a seat still; those of completed courses are over. */
export const openOf = (accounts: readonly Account[]): readonly Account[] =>
  accounts.filter(({ value }) => value.state.status === 'active')

/**
 * How many of some classes end in one commit.
 * @param room writes for them
 * @param forOther writes for each that does not
 */
function fitting(endings: readonly Ending[], room: number, forOther: number): number {
  let fits = endings.length
  const writes = (): number => endings.slice(0, fits).reduce((sum, ending) => sum + ending.writes.length, 0)
  while (writes() + forOther * (endings.length - fits) > room) fits -= 1
  return fits
}

/** Ends the first of some classes, as many as a commit takes. */
async function endSome(
  context: CampusContext,
  { studentId, why, leftAt }: Omit<ClassesToEnd, 'enrollmentIds'>,
  { accounts, room, forOther }: { readonly accounts: readonly Account[]; readonly room: number; forOther: number },
) {
  const own = await loadTimeOf(context, studentId)
  const state = { status: 'terminated' as const, terminatedAt: leftAt, why }
  const endings = await endEach(context, accounts, { state, own: own.value })
  const count = fitting(endings, room - ofEveryPart, forOther)
  const now = accounts.slice(0, count)
  const classGroupIds = now.map(({ value }) => value.classGroupId)
  const lessonIds = endings.slice(0, count).flatMap((ending) => ending.lessonIds)
  const told = now.map((stored) => terminated(context, stored, { why, refundedMinor: amountMinor(0), at: leftAt }))
  return {
    writes: [
      ...endings.slice(0, count).flatMap(({ writes }) => writes),
      ...leaveTimetable(context, own, { classGroupIds, lessonIds }),
    ],
    events: [...told, ...endings.slice(0, count).flatMap(({ events }) => events)],
    later: accounts.slice(count),
  }
}

/** What ending the classes of a plan takes in the commit in which it is left. */
interface ClassesEnd {
  readonly writes: readonly Write[]
  readonly events: readonly NewEvent[]
  readonly rest: Rest | undefined
}

/**
 * Ends the classes of a plan that is left: in the same commit as many as it holds, and the rest after it. In those too nobody was
 * marked since the plan was reckoned, or the commit fails.
 * @param accounts read before the plan was reckoned
 * @param others how many writes that commit has beside
 * Rule: E11.
 */
export async function endPlanClasses(
  context: CampusContext,
  { yearPlanId, studentId }: Pick<YearPlan, 'yearPlanId' | 'studentId'>,
  { accounts, others, why }: { accounts: readonly Account[]; others: number; why: TerminationReason },
): Promise<ClassesEnd> {
  const end = { yearPlanId, studentId, why, leftAt: context.now }
  // The idempotency item is one more.
  const some = await endSome(context, end, { accounts, room: mostWrites - others - 1, forOther: 1 })
  const { writes, events, later } = some
  if (later.length === 0) return { writes, events, rest: undefined }
  const enrollmentIds = later.map(({ value }) => value.enrollmentId)
  return {
    writes: [
      ...writes,
      ...later.map((stored) => checkAccount(context, stored)),
      writeClassesToEnd(context, { value: { ...end, enrollmentIds }, version: 0 }),
    ],
    events,
    rest: { job: classesToEndJob, key: classesToEndKey(context, yearPlanId) },
  }
}

/** Ends the next of them; what is left then. */
async function endNext(
  context: CampusContext,
  { value, version }: Stored<ClassesToEnd>,
): Promise<Stored<ClassesToEnd> | undefined> {
  const accounts = openOf(await loadAccounts(context, value.enrollmentIds))
  const { writes, events, later } = await endSome(context, value, { accounts, room: mostWrites, forOther: 0 })
  const left = { ...value, enrollmentIds: later.map(({ value: account }) => account.enrollmentId) }
  await context.commit({
    writes: [...writes, writeClassesToEnd(context, { value: left, version })],
    events,
    answer: null,
  })
  return later.length > 0 ? { value: left, version: version + 1 } : undefined
}

/**
 * Ends the classes of a plan that was left which its own commit did not hold. What has ended by itself meanwhile stays as it is.
 * @param key of what is left to end; gone when nothing is
 * Rule: E11.
 */
export async function endRestOfClasses(key: ItemKey, context: CampusContext) {
  let stored = await findClassesToEnd(context, key)
  while (stored) stored = await endNext(context, stored)
  return accept(null)
}
