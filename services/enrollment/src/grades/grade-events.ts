import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { gradeFell, gradeRecorded } from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import type { Student } from '../students/student.ts'
import type { Fall, Grade } from './grade.ts'

/** Whom a fall concerns. */
export interface Concerned {
  readonly student: Student
  readonly learningManagerId: StaffId | undefined
}

const gradeOf = ({ householdId }: Student, { gradeId, studentId, courseId }: Grade) => ({
  gradeId,
  studentId,
  householdId,
  ...(courseId && { courseId }),
})

/** A score was recorded; the score itself stays here. Rule: E15. */
export const gradeRecordedEvent = ({ campus }: CampusContext, student: Student, grade: Grade): NewEvent =>
  happened(
    gradeRecorded,
    { campusId: campus.campusId, aggregateId: grade.gradeId, aggregateVersion: 1 },
    { ...gradeOf(student, grade), heldOn: grade.heldOn },
  )

/** To the family, by its preferences. */
function familyMessage({ campus, ids }: CampusContext, { subject, examName, gradeId, studentId }: Grade): NewEvent {
  const messageId = ids.next('message')
  const occurrence = { campusId: campus.campusId, aggregateId: messageId, aggregateVersion: 1 }
  return happened(messageRequested, occurrence, {
    messageId,
    occasion: `gradeFell:${gradeId}`,
    category: 'service',
    channel: 'email',
    template: 'gradeFell',
    recipient: { studentId },
    params: { subject, examName },
  })
}

/** To the learning manager: a family to be called. */
function managerMessage({ campus, ids }: CampusContext, grade: Grade, staffId: StaffId): NewEvent {
  const { subject, examName, gradeId, studentId } = grade
  const messageId = ids.next('message')
  const occurrence = { campusId: campus.campusId, aggregateId: messageId, aggregateVersion: 1 }
  return happened(messageRequested, occurrence, {
    messageId,
    occasion: `gradeFell:${gradeId}:${staffId}`,
    category: 'staff',
    channel: 'email',
    template: 'gradeFellToManager',
    recipient: { staffId },
    params: { studentId, gradeId, subject, examName },
  })
}

/**
 * A large fall, once for each grade: the event, a message to the family and one to the learning manager, if there is one.
 * Rule: E15.
 */
export function gradeTold(
  context: CampusContext,
  { student, learningManagerId }: Concerned,
  { grade, previous, version }: Fall & { readonly version: number },
): readonly NewEvent[] {
  const occurrence = { campusId: context.campus.campusId, aggregateId: grade.gradeId, aggregateVersion: version }
  return [
    happened(gradeFell, occurrence, { ...gradeOf(student, grade), previousGradeId: previous.gradeId }),
    familyMessage(context, grade),
    ...(learningManagerId ? [managerMessage(context, grade, learningManagerId)] : []),
  ]
}
