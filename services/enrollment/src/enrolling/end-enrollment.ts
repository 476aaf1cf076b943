import type { NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { writeAccount } from '../lesson-hours/hours-account-store.ts'
import { giveUpUnpaid, type PurchasePart } from '../lesson-hours/purchase.ts'
import { loadPurchases, writePurchase } from '../lesson-hours/purchase-store.ts'
import { releaseBookings } from '../make-up/release-guests.ts'
import { leaveTimetable } from '../timetable/join-timetable.ts'
import type { StudentClasses } from '../timetable/student-classes.ts'
import { loadStudentClasses } from '../timetable/student-classes-store.ts'
import { type EndState, endedAt } from './enrollment-state.ts'
import { leaveSeat } from './enrollment-store.ts'
import { passSeatOn } from './offer-seat.ts'

/** What ending an enrollment takes, for one commit with what else its cause does. */
export interface Ending {
  readonly writes: readonly Write[]
  readonly events: readonly NewEvent[]
}

/** The purchases with what of them was given up; no reminder of them comes any more. */
async function giveUpPurchases(
  context: CampusContext,
  enrollmentId: Id<'enrollment'>,
  givenUp: readonly PurchasePart[],
): Promise<readonly Write[]> {
  const purchases = givenUp.length > 0 ? await loadPurchases(context, enrollmentId) : []
  return purchases.flatMap((stored) => {
    const part = givenUp.find(({ purchaseId }) => purchaseId === stored.value.purchaseId)
    if (!part) return []
    const given = { at: context.now, centihours: part.centihours, priceMinor: part.amountMinor }
    return [writePurchase(context, { value: { ...stored.value, givenUp: given }, version: stored.version })]
  })
}

/** The student's time before an end, which may be of several enrollments. */
export async function loadTimeOf(context: CampusContext, studentId: StudentId): Promise<Stored<StudentClasses>> {
  const [own] = await loadStudentClasses(context, [studentId])
  if (!own) throw new Error('as many answers as questions')
  return own
}

/** What ends with one enrollment alone, and where its student is no guest any more. */
interface OneEnding extends Ending {
  readonly lessonIds: readonly Id<'lesson'>[]
}

/** @param own the student's time; not of who goes on in another class, and keeps the make-ups that are booked */
async function endOne(
  context: CampusContext,
  { value, version }: Stored<HoursAccount>,
  { state, own }: { readonly state: EndState; readonly own?: StudentClasses },
): Promise<OneEnding> {
  const { classGroupId, studentId, enrollmentId } = value
  const { account, givenUp } = giveUpUnpaid({ ...value, state })
  const passed = await passSeatOn(context, classGroupId)
  const leftAt = endedAt(state) ?? context.now
  const released = own ? await releaseBookings(context, own, { enrollmentId, leftAt }) : { writes: [], lessonIds: [] }
  return {
    writes: [
      writeAccount(context, account, version),
      ...leaveSeat(context, classGroupId, { studentId, enrollmentId, leftAt }),
      ...passed.writes,
      ...(await giveUpPurchases(context, enrollmentId, givenUp)),
      ...released.writes,
    ],
    events: passed.events,
    lessonIds: released.lessonIds,
  }
}

/**
 * What ending each of some enrollments takes, beside their student's time (see `leaveTimetable`).
 * @param own the time of that student
 * @returns in the same order
 * Rule: E11.
 */
export const endEach = (
  context: CampusContext,
  accounts: readonly Stored<HoursAccount>[],
  ends: { readonly state: EndState; readonly own: StudentClasses },
): Promise<readonly OneEnding[]> => Promise.all(accounts.map((stored) => endOne(context, stored, ends)))

/**
 * Ends an enrollment: it has its end state, what was agreed and not paid is given up, its seat goes on to who waits for it or is free, so is the
 * student's time, also for make-ups that are booked, and the lessons
 * of the past stay as they were marked and can still be corrected.
 * @param stored its account with the version as it was read, its value with what the same commit did to it before
 * @returns the one write set of every end: termination, transfer, leaving a year plan. The account is among the writes
 * Rule: E10, E13.
 */
export async function endEnrollment(
  context: CampusContext,
  stored: Stored<HoursAccount>,
  state: EndState,
): Promise<Ending> {
  const { studentId, classGroupId } = stored.value
  // Who goes on in another class leaves this one by joining that (see `joinTimetable`).
  if (state.status === 'transferred') return endOne(context, stored, { state })
  const own = await loadTimeOf(context, studentId)
  const { writes, events, lessonIds } = await endOne(context, stored, { state, own: own.value })
  const left = leaveTimetable(context, own, { classGroupIds: [classGroupId], lessonIds })
  return { writes: [...writes, ...left], events }
}
