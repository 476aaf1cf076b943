import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { type Instant, isBefore } from '@tutelage/shared/kernel/instant.ts'
import type { Mark } from '../attendance/mark.ts'
import { findMarks, writeMark } from '../attendance/mark-store.ts'
import { loadStandingAccount } from '../lesson-hours/standing-account.ts'
import { giveGuestTimeBack } from '../timetable/guest-time.ts'
import type { StudentClasses } from '../timetable/student-classes.ts'
import { checkGuests, type Guest, loadGuests, writeGuests } from './guest-store.ts'
import { reopened } from './make-up-credit.ts'
import { makeUpPolicy } from './policy.ts'

/** The enrollment that pays for a guest now. */
const payerOf = async (context: CampusContext, { enrollmentId }: Guest): Promise<Id<'enrollment'>> =>
  (await loadStandingAccount(context, enrollmentId)).value.enrollmentId

/** Gives up the seat of one guest, and gives the student the time back. */
export async function releaseGuest(
  context: CampusContext,
  lessonId: Id<'lesson'>,
  missed: Pick<Mark, 'enrollmentId' | 'lessonId'>,
): Promise<readonly Write[]> {
  const [booked] = await loadGuests(context, [lessonId])
  if (!booked) return []
  const isTheirs = ({ makesUp }: (typeof booked.value)[number]): boolean =>
    makesUp.enrollmentId === missed.enrollmentId && makesUp.lessonId === missed.lessonId
  const released = booked.value.filter(isTheirs).map(({ studentId }) => studentId)
  return [
    writeGuests(context, lessonId, { ...booked, value: booked.value.filter((guest) => !isTheirs(guest)) }),
    ...(await giveGuestTimeBack(context, lessonId, released)),
  ]
}

/** An enrollment that ends, and when. */
interface Ended {
  readonly enrollmentId: Id<'enrollment'>
  readonly leftAt: Instant
}

/**
 * Gives up the make-ups that an enrollment which ends would pay and whose lessons begin later; the credits are open until they
 * expire. The student's time is the caller's (see `leaveTimetable`).
 * @returns the writes, and the lessons in which the student is no guest any more
 * Rule: E9, E13.
 */
export async function releaseBookings(
  context: CampusContext,
  { studentId, guestAt }: StudentClasses,
  { enrollmentId, leftAt }: Ended,
): Promise<{ readonly writes: readonly Write[]; readonly lessonIds: readonly Id<'lesson'>[] }> {
  const ahead = guestAt.filter(({ startsAt }) => isBefore(leftAt, startsAt)).map(({ lessonId }) => lessonId)
  const writes: Write[] = []
  const lessonIds: Id<'lesson'>[] = []
  for (const [at, booked] of (await loadGuests(context, ahead)).entries()) {
    const lessonId = ahead[at]
    const guest = booked.value.find((each) => each.studentId === studentId)
    if (!lessonId || !guest || (await payerOf(context, guest)) !== enrollmentId) continue
    const [missed] = await findMarks(context, [guest.makesUp])
    const makeUp = missed?.value.makeUp
    if (!missed || makeUp?.status !== 'booked' || makeUp.lessonId !== lessonId) continue
    lessonIds.push(lessonId)
    writes.push(
      writeMark(context, { ...missed.value, makeUp: reopened(makeUp) }, missed.version),
      writeGuests(context, lessonId, { ...booked, value: booked.value.filter((each) => each !== guest) }),
    )
  }
  return { writes, lessonIds }
}

/**
 * Every guest of a lesson that the school calls off has their time and the credit back, for as long as if it had been granted now. Who books at
 * the same moment meets the check of the list.
 * @returns the writes, and who was a guest
 * Rule: E9.
 */
export async function releaseGuests(
  context: CampusContext,
  lessonId: Id<'lesson'>,
): Promise<{ readonly writes: readonly Write[]; readonly guests: readonly Guest[] }> {
  const [booked] = await loadGuests(context, [lessonId])
  if (!booked || booked.value.length === 0) {
    return { writes: [checkGuests(context, lessonId, booked?.version ?? 0)], guests: [] }
  }
  const policy = await makeUpPolicy.load(context)
  const missed = await findMarks(
    context,
    booked.value.map(({ makesUp }) => makesUp),
  )
  const marks = missed.flatMap((stored) => {
    const makeUp = stored?.value.makeUp
    if (!stored || makeUp?.status !== 'booked' || makeUp.lessonId !== lessonId) return []
    const after = { ...stored.value, makeUp: reopened(makeUp, { policy, now: context.now }) }
    return [writeMark(context, after, stored.version)]
  })
  const students = [...new Set(booked.value.map(({ studentId }) => studentId))]
  const freed = await giveGuestTimeBack(context, lessonId, students)
  const none = writeGuests(context, lessonId, { ...booked, value: [] })
  return { writes: [...marks, none, ...freed], guests: booked.value }
}
