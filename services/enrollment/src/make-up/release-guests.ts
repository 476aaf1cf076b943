import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Mark } from '../attendance/mark.ts'
import { findMarks, writeMark } from '../attendance/mark-store.ts'
import { giveGuestTimeBack } from '../timetable/guest-time.ts'
import { checkGuests, loadGuests, writeGuests } from './guest-store.ts'
import { reopened } from './make-up-credit.ts'
import { makeUpPolicy } from './policy.ts'

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

/**
 * Every guest of a lesson that the school calls off has their time and the credit back, for as long as if it had been granted now. Who books at
 * the same moment meets the check of the list.
 * Rule: E9.
 */
export async function releaseGuests(context: CampusContext, lessonId: Id<'lesson'>): Promise<readonly Write[]> {
  const [booked] = await loadGuests(context, [lessonId])
  if (!booked || booked.value.length === 0) return [checkGuests(context, lessonId, booked?.version ?? 0)]
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
  return [...marks, writeGuests(context, lessonId, { ...booked, value: [] }), ...freed]
}
