import type { AttendanceStatus } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { AttendanceRule } from '@tutelage/shared/contracts/enrollment/policies.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { creditFor, usesCredit } from '../make-up/make-up-credit.ts'
import type { SeatMark } from './class-sheet.ts'
import type { Circumstances } from './lesson-state.ts'
import { type Mark, ruleOf } from './mark.ts'

/**
 * What a guest's status means: a lesson is deducted once, by the mark that was missed or by the guest's; one who does not come with leave
 * has the credit back and nothing else, and nothing grants a second one.
 * Rule: E9.
 */
const guestRule = (status: AttendanceStatus, rule: AttendanceRule, missed: Mark): AttendanceRule => ({
  ...rule,
  deductsHours: rule.deductsHours && usesCredit(status) && !missed.deduction,
  grantsMakeUp: false,
})

/** The rule of a status in a lesson, for a student of the class or, with what they missed, for a guest. Rule: E6, E9. */
export function ruleIn(
  { attendance, classGroup }: Circumstances,
  status: AttendanceStatus,
  missed: Mark | undefined,
): AttendanceRule {
  const rule = ruleOf(status, attendance, classGroup)
  return missed ? guestRule(status, rule, missed) : rule
}

/** A student's first mark in a lesson. Rule: E6, E9. */
export function newMark(context: CampusContext, circumstances: Circumstances, seat: SeatMark): Mark {
  const { studentId, enrollmentId, status, missed } = seat
  const { lesson, classGroup, makeUps } = circumstances
  const { lessonId, startsAt } = lesson.value
  const rule = ruleIn(circumstances, status, missed?.value)
  const makeUp = creditFor(rule, classGroup, { policy: makeUps, now: context.now })
  return {
    lessonId,
    enrollmentId,
    studentId,
    startsAt,
    status,
    rule,
    ...(makeUp && { makeUp }),
    ...(missed && { makesUp: seat.makesUp }),
    markedAt: context.now,
    markedBy: { ...context.scope.actor },
    revision: 1,
  }
}
