import { correctAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import { createClassGroup } from '@tutelage/shared/contracts/enrollment/catalogue-routes.ts'
import { attendanceCorrected, lessonHoursDeducted } from '@tutelage/shared/contracts/enrollment/events.ts'
import { previewTransfer, transferStudent } from '@tutelage/shared/contracts/enrollment/transfer-routes.ts'
import { hourMs } from '@tutelage/shared/kernel/instant.ts'
import { classOf } from '../opening.ts'
import { type Operation, onEvent, operation } from '../operation.ts'
import type { School } from '../school.ts'
import { correction, holdLesson } from './attendance-operations.ts'

/** A second class of the same course. */
async function anotherClass(school: School) {
  const { campusId, here } = school
  const body = classOf(campusId, here)
  const { classGroupId } = await school.call(createClassGroup, { as: 'principal', params: { campusId }, body })
  return classGroupId
}

const params = ({ campusId, here: { enrolled } }: School) => ({ campusId, enrollmentId: enrolled.enrollmentId })

/** The enrolled student went on in another class of the course, which costs the same. */
export async function transferred(school: School): Promise<void> {
  const body = { toClassGroupId: await anotherClass(school), differenceMinor: 0 }
  await school.call(transferStudent, { as: 'learningManager', params: params(school), body })
}

export const transferOperations: readonly Operation[] = [
  operation(previewTransfer, async (school) => ({
    as: 'frontDesk',
    params: params(school),
    body: { toClassGroupId: await anotherClass(school) },
  })),
  operation(transferStudent, async (school) => ({
    as: 'learningManager',
    params: params(school),
    body: { toClassGroupId: await anotherClass(school), differenceMinor: 0 },
  })),
  onEvent('enrollment', 'carry-corrected-hours', async (school) => {
    await holdLesson(school)
    await transferred(school)
    await school.call(correctAttendance, correction(school, 'leave'))
    return school.told(attendanceCorrected)
  }),
  onEvent('enrollment', 'carry-late-deductions', async (school) => {
    school.wait(2 * hourMs)
    await transferred(school)
    await holdLesson(school)
    return school.told(lessonHoursDeducted)
  }),
]
