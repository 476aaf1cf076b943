import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { enrollmentLapsed, enrollmentRenewed } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Changed } from './change-counted.ts'
import type { CountedStudent } from './renewal.ts'

/** Of the count, not of the enrollment: one enrollment is counted in two terms where its class changed from the one to the other. */
function occurrenceOf({ campus }: CampusContext, { before }: Changed) {
  const { termId, classGroupId, studentId } = before.value
  const aggregateId = `${termId} ${classGroupId} ${studentId}`
  return { campusId: campus.campusId, aggregateId, aggregateVersion: before.version + 1 }
}

const dataOf = ({ enrollmentId, studentId, householdId, classGroupId, courseId, termId }: CountedStudent) => ({
  ...{ enrollmentId, studentId, householdId, classGroupId, courseId, termId },
})

const termOf = ({ studentId, termId }: CountedStudent): string => `${studentId} ${termId}`

/** What was told of a student and term before, in any of their classes. */
const toldOf = (all: readonly CountedStudent[], told: 'renewalTold' | 'lapseTold'): Set<string> =>
  new Set(all.filter((each) => each[told]).map(termOf))

/** A change that remembers what was told, and what is told with it. */
export interface Told extends Changed {
  readonly events: readonly NewEvent[]
}

/**
 * The events of some changes, each once for a student and term whatever the number of classes.
 * @param changes with all classes of each student in the term
 * Rule: E14.
 */
export function tellRenewals(context: CampusContext, changes: readonly Changed[]): readonly Told[] {
  const renewalTold = toldOf(
    changes.map(({ before }) => before.value),
    'renewalTold',
  )
  const lapseTold = toldOf(
    changes.map(({ before }) => before.value),
    'lapseTold',
  )
  return changes.map((change): Told => {
    const { before, after } = change
    const { status } = after.outcome
    if (status === before.value.outcome.status) return { ...change, events: [] }
    const key = termOf(after)
    if (status === 'renewed' && !renewalTold.has(key)) {
      renewalTold.add(key)
      const { enrollmentId: byEnrollmentId, renewedOn } = after.outcome
      const data = { ...dataOf(after), byEnrollmentId, renewedOn }
      const event = happened(enrollmentRenewed, occurrenceOf(context, change), data)
      return { before, after: { ...after, renewalTold: true }, events: [event] }
    }
    if (status === 'lapsed' && !lapseTold.has(key)) {
      lapseTold.add(key)
      const data = { ...dataOf(after), cutOffOn: after.cutOffOn }
      const event = happened(enrollmentLapsed, occurrenceOf(context, change), data)
      return { before, after: { ...after, lapseTold: true }, events: [event] }
    }
    return { ...change, events: [] }
  })
}
