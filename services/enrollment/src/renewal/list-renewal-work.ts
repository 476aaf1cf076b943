import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { type listRenewalWork as contract, mostWork } from '@tutelage/shared/contracts/enrollment/renewal-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { attendanceRate } from '../attendance/attendance-rate.ts'
import { loadMarksOf } from '../attendance/mark-store.ts'
import { remainingHours } from '../lesson-hours/hours-account.ts'
import { loadAccount } from '../lesson-hours/hours-account-store.ts'
import { listWork, loadStudents } from './census-store.ts'
import type { CountedStudent } from './renewal.ts'

/** A family with what the talk is about: hours left and how often the student came. */
async function workView(context: CampusContext, student: CountedStudent) {
  const { studentId, enrollmentId, classGroupId, termId, cutOffOn } = student
  const [{ value: account }, marks] = await Promise.all([
    loadAccount(context, enrollmentId),
    loadMarksOf(context, enrollmentId),
  ])
  const { rateBasisPoints } = attendanceRate(marks.map(({ value }) => value))
  return {
    ...{ studentId, enrollmentId, classGroupId, termId, cutOffOn, status: 'open' as const },
    remainingCentihours: remainingHours(account),
    ...(rateBasisPoints !== undefined && { attendanceBasisPoints: rateBasisPoints }),
  }
}

/**
 * One page of the families that a learning manager has to talk to; who has renewed, lapsed or come to a natural end is not on it. A
 * learning manager who names nobody asks for the own list.
 * @returns the page, or refuses `notYourList` to another learning manager
 * Rule: E14.
 */
export async function listRenewalWork({ query }: RequestOf<typeof contract>, context: CampusContext) {
  const { actor } = context.scope
  const page = { limit: Math.min(query.limit, mostWork), cursor: query.cursor }
  const { learningManagerId } = query
  const own = actor.kind === 'learningManager' ? actor.id : undefined
  if (own && learningManagerId && learningManagerId !== own) return refuse('notYourList', { learningManagerId })
  const { items, ...rest } = await listWork(context, learningManagerId ?? own, page)
  const students = await loadStudents(
    context,
    items.map(({ value }) => value),
  )
  const open = students.map(({ value }) => value).filter(({ outcome }) => outcome.status === 'open')
  return accept({ items: await Promise.all(open.map((student) => workView(context, student))), ...rest })
}
