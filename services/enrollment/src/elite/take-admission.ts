import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { withState } from './application.ts'
import { loadAdmission, writeAdmission } from './application-store.ts'

/**
 * Takes the seat that an elite class keeps for a student; any other class keeps none and asks for none.
 * @returns what is to be written with the enrollment, or refuses `notAdmitted`
 * Rule: E12.
 */
export async function takeAdmission(
  context: CampusContext,
  { kind, classGroupId }: Pick<ClassGroup, 'kind' | 'classGroupId'>,
  studentId: StudentId,
): Promise<Decision<readonly Write[], 'notAdmitted'>> {
  if (kind !== 'elite') return accept([])
  const { value, version } = await loadAdmission(context, classGroupId)
  const state = value.applications.find((each) => each.studentId === studentId)?.state
  if (state?.status !== 'admitted' || state.expiresAt <= context.now) return refuse('notAdmitted', { studentId })
  const applications = withState(value.applications, studentId, { status: 'enrolled' })
  return accept([writeAdmission(context, { value: { ...value, applications }, version })])
}
