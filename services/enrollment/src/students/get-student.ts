import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { getStudent as contract } from '@tutelage/shared/contracts/enrollment/students-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { loadStudent } from './student-store.ts'

/** The student, or the one that it was merged into. @throws NotFound when leads never told of one */
export async function getStudent({ params }: RequestOf<typeof contract>, context: CampusContext) {
  const { studentId, householdId, leadId } = await loadStudent(context, params.studentId)
  return accept({ studentId, householdId, leadId })
}
