import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import { loadClassGroup } from '../catalogue/catalogue-store.ts'
import { listEnrollments } from '../enrolling/enrollment-store.ts'

/** The latest of a student's enrollments in which a teacher is looked for. */
const latest = 50

/**
 * True when a teacher asks for a student who sits in none of their classes: a child's grades are for those who teach it.
 * Rule: E15, least privilege.
 */
export async function isOthersStudent(context: CampusContext, studentId: StudentId): Promise<boolean> {
  const { actor } = context.scope
  if (actor.kind !== 'teacher') return false
  const { items } = await listEnrollments(context, studentId, { limit: latest, descending: true })
  const classes = new Set(items.map(({ value }) => value.classGroupId))
  const groups = await Promise.all([...classes].map((classGroupId) => loadClassGroup(context, classGroupId)))
  return !groups.some(({ teacherId }) => teacherId === actor.id)
}
