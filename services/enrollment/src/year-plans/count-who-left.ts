import type { EventOf } from '@tutelage/shared/contracts/define-event.ts'
import type { courseCompleted, enrollmentLapsed } from '@tutelage/shared/contracts/enrollment/events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import { studentIdsOf } from '../students/student-store.ts'
import { checkStudentClasses, loadStudentClasses } from '../timetable/student-classes-store.ts'
import { countPlanStanding } from './plan-share-store.ts'
import { isStillStudent } from './still-student.ts'

/**
 * Who sits in classes that are over, and did not renew, is a student no more: under each id with classes, for a merge leaves those of
 * which the survivor has a seat.
 */
async function countWhoLeft(
  context: CampusContext,
  told: StudentId,
  lapsed: { readonly termId?: Id<'term'> },
): Promise<null> {
  const studentIds = await studentIdsOf(context, told)
  const writes: Write[] = []
  for (const own of await loadStudentClasses(context, studentIds)) {
    const { studentId, classes } = own.value
    const classGroupIds = classes.map(({ classGroupId }) => classGroupId)
    // Who sits in no class left them one by one, and was counted then.
    if (classGroupIds.length === 0) continue
    if (await isStillStudent(context, { studentId, studentIds, classGroupIds, ...lapsed })) continue
    const counted = await countPlanStanding(context, studentId, { isStudent: false })
    if (counted.length > 0) writes.push(...counted, checkStudentClasses(context, own))
  }
  return context.commit({ writes, answer: null })
}

/** A family that did not renew counts among the students no longer than its lessons last. Rule: E11, E14. */
export const countLapsedStudent = async ({ data }: EventOf<typeof enrollmentLapsed>, context: CampusContext) =>
  accept(await countWhoLeft(context, data.studentId, { termId: data.termId }))

/** The same of one whose last lesson comes after the cut-off. Rule: E11, E14. */
export const countCompletedStudent = async ({ data }: EventOf<typeof courseCompleted>, context: CampusContext) =>
  accept(await countWhoLeft(context, data.studentId, {}))
