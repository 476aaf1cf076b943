import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { enrollmentLapsed, enrollmentRenewed } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Changed } from './change-counted.ts'
import type { CountedStudent } from './renewal.ts'

const occurrenceOf = ({ campus }: CampusContext, { before }: Changed) => ({
  campusId: campus.campusId,
  aggregateId: before.value.enrollmentId,
  aggregateVersion: before.version + 1,
})

const dataOf = ({ enrollmentId, studentId, householdId, classGroupId, courseId, termId }: CountedStudent) => ({
  ...{ enrollmentId, studentId, householdId, classGroupId, courseId, termId },
})

const termOf = ({ studentId, termId }: CountedStudent): string => `${studentId} ${termId}`

/** What was told of a student and term before, in any of their classes. */
const toldOf = (all: readonly CountedStudent[], told: 'renewalTold' | 'lapseTold'): Set<string> =>
  new Set(all.filter((each) => each[told]).map(termOf))

/**
 * The events of some changes, each once for a student and term whatever the number of classes.
 * @param changes with all classes of each student in the term
 * @returns the changes that remember what was told, and the events
 * Rule: E14.
 */
export function tellRenewals(context: CampusContext, changes: readonly Changed[]) {
  const renewalTold = toldOf(
    changes.map(({ before }) => before.value),
    'renewalTold',
  )
  const lapseTold = toldOf(
    changes.map(({ before }) => before.value),
    'lapseTold',
  )
  const events: NewEvent[] = []
  const told = changes.map((change): Changed => {
    const { before, after } = change
    const { status } = after.outcome
    if (status === before.value.outcome.status) return change
    const key = termOf(after)
    if (status === 'renewed' && !renewalTold.has(key)) {
      renewalTold.add(key)
      const { enrollmentId: byEnrollmentId, renewedOn } = after.outcome
      events.push(
        happened(enrollmentRenewed, occurrenceOf(context, change), { ...dataOf(after), byEnrollmentId, renewedOn }),
      )
      return { before, after: { ...after, renewalTold: true } }
    }
    if (status === 'lapsed' && !lapseTold.has(key)) {
      lapseTold.add(key)
      events.push(
        happened(enrollmentLapsed, occurrenceOf(context, change), { ...dataOf(after), cutOffOn: after.cutOffOn }),
      )
      return { before, after: { ...after, lapseTold: true } }
    }
    return change
  })
  return { changes: told, events }
}
