import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { findGrades } from '../grades/grade-store.ts'
import type { Application } from './application.ts'

/** True for who is still to be ranked; a seat that is kept or taken rests on the score of then. */
const isRanked = ({ state: { status } }: Application): boolean => status === 'applied' || status === 'waiting'

/** The applications with the scores as they stand now: a grade may have been corrected since it was applied with. Rule: E12. */
export async function withScoresOfNow(
  context: CampusContext,
  applications: readonly Application[],
): Promise<readonly Application[]> {
  const grades = await findGrades(context, applications.filter(isRanked))
  const byId = new Map(grades.map((grade) => [grade.gradeId, grade]))
  return applications.map((each) => {
    const grade = isRanked(each) ? byId.get(each.gradeId) : undefined
    if (!grade) return each
    const { scoreHundredths, fullMarksHundredths } = grade
    return { ...each, scoreHundredths, fullMarksHundredths }
  })
}
