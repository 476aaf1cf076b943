import { getStudent } from '@tutelage/shared/contracts/enrollment/students-routes.ts'
import { captureLead } from '@tutelage/shared/contracts/leads/capture-routes.ts'
import type { CampusId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import { phoneOf, type Stage } from './cast.ts'
import { eventually } from './world.ts'

/** A student of another family, whom enrollment knows. */
export interface Student {
  readonly campusId: CampusId
  readonly studentId: StudentId
}

/** Somebody else calls the front desk; what happens to them later leaves the first family's points and dangers alone. */
export async function secondFamily({ world, campusId, nonce }: Stage): Promise<Student> {
  const body = {
    channel: 'phone' as const,
    guardian: { name: '王强', phone: phoneOf(nonce, 7), email: `wang-${nonce}@family.test` },
    student: { name: `王小明${nonce}`, grade: '初二' },
    lawfulBasis: 'consent' as const,
  }
  const { studentId } = await world.call(captureLead, { as: 'frontDesk', params: { campusId }, body })
  const params = { campusId, studentId }
  await eventually('enrollment knows the student', async () => {
    const reply = await world.ask('GET', `/enrollment/campuses/${campusId}/students/${studentId}`, { as: 'frontDesk' })
    return reply.status === getStudent.reply.status ? reply : undefined
  })
  return params
}
