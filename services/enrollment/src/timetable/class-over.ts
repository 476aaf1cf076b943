import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { findTerm } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { loadProgress } from './progress-store.ts'

/** Whether no lesson of a class is to come: all of them were held, or its term is over and none stands on the timetable any more. */
export async function isOver(
  context: CampusContext,
  { classGroupId, lessonCount, termId }: Pick<ClassGroup, 'classGroupId' | 'lessonCount' | 'termId'>,
): Promise<boolean> {
  const { scheduled, held } = (await loadProgress(context, classGroupId)).value
  if (held >= lessonCount) return true
  if (scheduled > held) return false
  const [term, today] = await Promise.all([findTerm(context, termId), campusToday(context)])
  return term !== undefined && term.endsOn < today
}
