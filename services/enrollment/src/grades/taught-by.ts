import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { StudentId } from '@tutelage/shared/kernel/ids.ts'
import { addMs, dayMs } from '@tutelage/shared/kernel/instant.ts'
import { loadClassGroup } from '../catalogue/catalogue-store.ts'
import { endedAt } from '../enrolling/enrollment-state.ts'
import { listEnrollments } from '../enrolling/enrollment-store.ts'
import { loadAccounts } from '../lesson-hours/hours-account-store.ts'

/** The latest of a student's enrollments in which a teacher is looked for. */
const latest = 50

/** For so long a teacher still records late scores of who left their class. */
const graceDays = 60

/**
 * True when a teacher asks for a student who sits in none of their classes, nor left one of them lately while it was theirs: a
 * child's grades are for those who teach it.
 * Rule: E15, least privilege.
 */
export async function isOthersStudent(context: CampusContext, studentId: StudentId): Promise<boolean> {
  const { actor } = context.scope
  if (actor.kind !== 'teacher') return false
  const { items } = await listEnrollments(context, studentId, { limit: latest, descending: true })
  const ids = items.map(({ value }) => value.enrollmentId)
  const accounts = (await loadAccounts(context, ids)).map(({ value }) => value)
  const graceFrom = addMs(context.now, -graceDays * dayMs)
  // Who sits there left no earlier than now.
  const stays = accounts
    .map(({ classGroupId, state }) => ({ classGroupId, until: endedAt(state) ?? context.now }))
    .filter(({ until }) => until >= graceFrom)
  const classGroupIds = [...new Set(stays.map(({ classGroupId }) => classGroupId))]
  const groups = await Promise.all(classGroupIds.map((classGroupId) => loadClassGroup(context, classGroupId)))
  const isTheirs = groups.some(
    ({ classGroupId, teacherId, teacherSince = '' }) =>
      teacherId === actor.id && stays.some((stay) => stay.classGroupId === classGroupId && stay.until >= teacherSince),
  )
  return !isTheirs
}
