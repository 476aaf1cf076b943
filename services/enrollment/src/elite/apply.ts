import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/elite-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { loadClassGroup } from '../catalogue/catalogue-store.ts'
import { findSeat } from '../enrolling/enrollment-store.ts'
import { loadAllGrades } from '../grades/grade-store.ts'
import { loadStudent } from '../students/student-store.ts'
import { type Application, withPositions } from './application.ts'
import { addApplicant, loadAdmission, mostApplications, writeAdmission } from './application-store.ts'
import { withScoresOfNow } from './scores-of-now.ts'

/** Who stands so may not apply again. */
const underWay: ReadonlySet<string> = new Set(['applied', 'waiting', 'admitted'])

/** True while an application is under way, or the student sits in the class by it; who left the class may come back. */
async function stillStands(
  context: CampusContext,
  classGroupId: Id<'classGroup'>,
  { studentId, state: { status } }: Application,
): Promise<boolean> {
  if (status === 'enrolled') return (await findSeat(context, classGroupId, studentId)) !== undefined
  return underWay.has(status)
}

/** An application as it is shown. */
export const applicationView = ({ state, ...application }: Application & { readonly position?: number }) => ({
  ...application,
  state: { ...state },
})

/**
 * A student applies for an elite class with one of their grades; again, when the application before has come to nothing, or when
 * they have left the class since.
 * @returns the application, or refuses `notElite`, `unknownGrade`, `alreadyApplied`, `tooManyApplications`
 * @throws NotFound of the class group or student
 * Rule: E12.
 */
export async function applyForElite(
  { params, body }: RequestOf<typeof contracts.applyForElite>,
  context: CampusContext,
) {
  const { studentId } = await loadStudent(context, body.studentId)
  const { kind } = await loadClassGroup(context, params.classGroupId)
  if (kind !== 'elite') return refuse('notElite', { kind })
  const { value: admission, version } = await loadAdmission(context, params.classGroupId)
  const before = admission.applications.find((each) => each.studentId === studentId)
  if (before && (await stillStands(context, params.classGroupId, before))) {
    return refuse('alreadyApplied', { status: before.state.status })
  }
  const others = admission.applications.filter((each) => each !== before)
  if (others.length >= mostApplications) return refuse('tooManyApplications', { mostApplications })
  const grades = await loadAllGrades(context, studentId)
  const grade = grades.find(({ value }) => value.gradeId === body.gradeId)?.value
  if (!grade) return refuse('unknownGrade', { gradeId: body.gradeId })
  const { gradeId, subject, heldOn, scoreHundredths, fullMarksHundredths } = grade
  const score = { studentId, gradeId, subject, heldOn, scoreHundredths, fullMarksHundredths }
  const application: Application = { ...score, appliedAt: context.now, state: { status: 'applied' } }
  const value = { ...admission, applications: [...others, application] }
  const { classGroupId } = params
  const noted = before ? [] : [addApplicant(context, { studentId, classGroupId })]
  const writes = [writeAdmission(context, { value, version }), ...noted]
  return accept(await context.commit({ writes, answer: applicationView(application) }))
}

/** Who applied, by rank. @throws NotFound of the class group. Rule: E12. */
export async function listApplications(
  { params }: RequestOf<typeof contracts.listApplications>,
  context: CampusContext,
) {
  const { seatsLeft } = await loadClassGroup(context, params.classGroupId)
  const { value } = await loadAdmission(context, params.classGroupId)
  const applications = await withScoresOfNow(context, value.applications)
  return accept({ seatsLeft, items: withPositions(applications).map(applicationView) })
}
