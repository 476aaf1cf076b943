import { happened, type NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import { gradeFell, gradeRecorded } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
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

/** A grade as it is told of, with the version that it has then. */
interface Told {
  readonly grade: Grade
  readonly version: number
}

/**
 * A score was recorded or corrected, or its fall taken back; the score itself stays here.
 * @param told `isWithdrawn` when a fall of this grade that was told of is none any more
 * Rule: E15.
 */
export const gradeRecordedEvent = (
  { campus }: CampusContext,
  student: Student,
  { grade, version, isWithdrawn }: Told & { readonly isWithdrawn: boolean },
): NewEvent =>
  happened(
    gradeRecorded,
    { campusId: campus.campusId, aggregateId: grade.gradeId, aggregateVersion: version },
    { ...gradeOf(student, grade), heldOn: grade.heldOn, ...(isWithdrawn && { fallWithdrawn: true }) },
  )

/** To the family, by its preferences. */
const familyMessage = (context: CampusContext, template: string, { grade, version }: Told): NewEvent =>
  requestMessage(context, {
    occasion: `${template}:${grade.gradeId}:${version}`,
    category: 'service',
    template,
    recipient: { studentId: grade.studentId },
    params: { subject: grade.subject, examName: grade.examName },
  })

/** To the learning manager: a family to be called. */
function managerMessage(
  context: CampusContext,
  template: string,
  { grade, version }: Told,
  staffId: StaffId,
): NewEvent {
  const { subject, examName, gradeId, studentId } = grade
  return requestMessage(context, {
    occasion: `${template}:${gradeId}:${version}:${staffId}`,
    category: 'staff',
    template,
    recipient: { staffId },
    params: { studentId, gradeId, subject, examName },
  })
}

/**
 * A large fall, once: the event, a message to the family and one to the learning manager, if there is one.
 * Rule: E15.
 */
export function fallTold(
  context: CampusContext,
  { student, learningManagerId }: Concerned,
  { grade, previous, version }: Fall & Told,
): readonly NewEvent[] {
  const occurrence = { campusId: context.campus.campusId, aggregateId: grade.gradeId, aggregateVersion: version }
  const told = { grade, version }
  return [
    happened(gradeFell, occurrence, { ...gradeOf(student, grade), previousGradeId: previous.gradeId }),
    familyMessage(context, 'gradeFell', told),
    ...(learningManagerId ? [managerMessage(context, 'gradeFellToManager', told, learningManagerId)] : []),
  ]
}

/** A fall that was told of is none: both hear that too. Rule: E15. */
export const fallWithdrawn = (
  context: CampusContext,
  { learningManagerId }: Concerned,
  told: Told,
): readonly NewEvent[] => [
  familyMessage(context, 'gradeFallWithdrawn', told),
  ...(learningManagerId ? [managerMessage(context, 'gradeFallWithdrawnToManager', told, learningManagerId)] : []),
]
