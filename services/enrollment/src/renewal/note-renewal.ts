import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { EventOf } from '@tutelage/shared/contracts/define-event.ts'
import type {
  classTransferred,
  enrollmentTerminated,
  tuitionPaid,
  tuitionRefunded,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { findTerm } from '../catalogue/catalogue-store.ts'
import { loadEnrollment } from '../enrolling/enrollment-store.ts'
import type { HoursAccount } from '../lesson-hours/hours-account.ts'
import { loadAccount } from '../lesson-hours/hours-account-store.ts'
import { studentIdsOf } from '../students/student-store.ts'
import { loadCountedUnder } from './census-store.ts'
import { changeCounted } from './change-counted.ts'
import {
  type CountedStudent,
  endBy,
  followTransfer,
  isPaid,
  type PaidEnrollment,
  refundBy,
  renewBy,
} from './renewal.ts'
import { endFound, standingAccount } from './standing-account.ts'
import { tellRenewals } from './tell-renewals.ts'

/** An enrollment that is paid in full, as a renewal sees it; undefined when it is not. */
async function paidBy(
  context: CampusContext,
  account: HoursAccount,
  paidAt: Instant,
): Promise<PaidEnrollment | undefined> {
  const { enrollmentId } = account
  const [enrollment, { timeZone }] = await Promise.all([loadEnrollment(context, enrollmentId), loadCampus(context)])
  const term = isPaid(account, enrollment) ? await findTerm(context, enrollment.termId) : undefined
  return term && { enrollmentId, termStartsOn: term.startsOn, paidOn: localDateOf(paidAt, timeZone) }
}

/** The same of an enrollment that was not read yet. */
export const findPaid = async (context: CampusContext, enrollmentId: Id<'enrollment'>, paidAt: Instant) =>
  paidBy(context, (await loadAccount(context, enrollmentId)).value, paidAt)

/** Changes everything that a student was counted for, in one commit with what is told of it. */
async function change(context: CampusContext, studentId: StudentId, by: (student: CountedStudent) => CountedStudent) {
  const counted = await loadCountedUnder(context, await studentIdsOf(context, studentId))
  const changes = counted.map((before) => ({ before, after: by(before.value) }))
  const told = tellRenewals(context, changes)
  const events = told.flatMap((each) => each.events)
  return accept(await context.commit({ writes: changeCounted(context, told), events, answer: null }))
}

/** A payment that makes an enrollment of a later term paid renews the student. Rule: E14. */
export async function noteRenewal({ data }: EventOf<typeof tuitionPaid>, context: CampusContext) {
  // Paid for a year plan: its classes are told of as the student joins them.
  if (!data.enrollmentId) return accept(null)
  const paid = await findPaid(context, data.enrollmentId, data.paidAt)
  return change(context, data.studentId, (student) => (paid ? renewBy(student, paid) : student))
}

/** A refund by which the enrollment of a later term is not paid any more undoes the renewal. Rule: E14. */
export async function noteRefund({ data, meta }: EventOf<typeof tuitionRefunded>, context: CampusContext) {
  const { enrollmentId } = data
  // Given back by a year plan: its classes end with it.
  if (!enrollmentId) return accept(null)
  const { timeZone } = await loadCampus(context)
  const refunded = { enrollmentId, refundedOn: localDateOf(meta.occurredAt, timeZone) }
  const paid = await findPaid(context, enrollmentId, meta.occurredAt)
  return change(context, data.studentId, (student) => (paid ? student : refundBy(student, refunded)))
}

/** A transfer is followed; one to a paid class of a later term renews the student. Rule: E10, E14. */
export async function followToNewClass({ data, meta }: EventOf<typeof classTransferred>, context: CampusContext) {
  const account = await standingAccount(context, data.toEnrollmentId)
  const [paid, end] = await Promise.all([paidBy(context, account, meta.occurredAt), endFound(context, account)])
  return change(context, data.studentId, (student) => {
    const moved = end(followTransfer(student, { from: data.enrollmentId, to: account.enrollmentId }))
    return paid ? renewBy(moved, paid) : moved
  })
}

/** The end of an enrollment: natural, or of the one by which the student had renewed. Rule: E14. */
export async function noteEnd({ data }: EventOf<typeof enrollmentTerminated>, context: CampusContext) {
  const { timeZone } = await loadCampus(context)
  const { enrollmentId, terminatedAt: at, why } = data
  const ended = { enrollmentId, isNatural: why.kind === 'naturalEnd', at, on: localDateOf(at, timeZone) }
  return change(context, data.studentId, (student) => endBy(student, ended))
}
