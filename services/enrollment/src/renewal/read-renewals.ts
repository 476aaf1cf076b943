import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { formulas } from '@tutelage/shared/contracts/enrollment/formulas.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/renewal-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { PageRequest } from '@tutelage/shared/data/read-page.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { loadClassGroup } from '../catalogue/catalogue-store.ts'
import { findCensus, findTally, listClasses, listCounted, type TallyScope } from './census-store.ts'
import { type CountedStudent, emptyTally, rateOf } from './renewal.ts'

/** Which students of which term. */
interface Asked {
  readonly termId: Id<'term'>
  readonly scope: TallyScope
}

/** A student who was counted, as is shown. */
const viewOf = ({ householdId: _, termEndsOn: __, renewalTold: ___, lapseTold: ____, ...student }: CountedStudent) => ({
  ...student,
  outcome: { ...student.outcome },
  promotion: student.promotion && { ...student.promotion },
})

/** One page of the students; of a course or a teacher one class at a time. */
async function studentsOf(context: CampusContext, { termId, scope }: Asked, page: PageRequest) {
  if (scope.of === 'CAMPUS') return listCounted(context, { termId }, page)
  if (scope.of === 'CLASS') return listCounted(context, { termId, classGroupId: scope.id }, page)
  const { items, ...rest } = await listClasses(context, { termId, scope }, { limit: 1, cursor: page.cursor })
  const [first] = items
  if (!first) return { items: [], ...rest }
  const found = await listCounted(context, { termId, classGroupId: first.value.classGroupId }, { limit: 200 })
  return { items: found.items, ...rest }
}

/** The figures and one page of the students. */
async function tallyFor(context: CampusContext, asked: Asked, page: PageRequest) {
  const census = await findCensus(context, asked.termId)
  if (!census) return refuse('censusNotTaken', { termId: asked.termId })
  const [tally = emptyTally, { items, ...rest }] = await Promise.all([
    findTally(context, asked.termId, asked.scope),
    studentsOf(context, asked, page),
  ])
  const { censusOn, cutOffOn } = census.value
  return accept({
    tally,
    view: { termId: asked.termId, censusOn, cutOffOn, counted: tally.counted, naturalEnds: tally.naturalEnds },
    students: { items: items.map(({ value }) => viewOf(value)), ...rest },
  })
}

async function renewals(context: CampusContext, asked: Asked, page: PageRequest) {
  const found = await tallyFor(context, asked, page)
  if (!found.ok) return found
  const { tally, view, students } = found.value
  const { counted, renewed, lapsed, naturalEnds } = tally
  const open = counted - renewed - lapsed - naturalEnds
  const rateBasisPoints = rateOf(tally, renewed)
  return accept({
    ...view,
    formula: formulas.renewal,
    renewed,
    lapsed,
    open,
    ...(rateBasisPoints !== undefined && { rateBasisPoints }),
    ...students,
  })
}

async function promotions(context: CampusContext, asked: Asked, page: PageRequest) {
  const found = await tallyFor(context, asked, page)
  if (!found.ok) return found
  const { tally, view, students } = found.value
  const rateBasisPoints = rateOf(tally, tally.promoted)
  return accept({
    ...view,
    formula: formulas.promotion,
    promoted: tally.promoted,
    ...(rateBasisPoints !== undefined && { rateBasisPoints }),
    ...students,
  })
}

async function ofClass(context: CampusContext, classGroupId: Id<'classGroup'>): Promise<Asked> {
  const { termId } = await loadClassGroup(context, classGroupId)
  return { termId, scope: { of: 'CLASS', id: classGroupId } }
}

/**
 * The renewal rate of a class, and who was counted; refuses `censusNotTaken` before the census date.
 * @throws NotFound of the class group
 * Rule: E14.
 */
export const getClassRenewals = async (
  { params, query }: RequestOf<typeof contracts.getClassRenewals>,
  context: CampusContext,
) => renewals(context, await ofClass(context, params.classGroupId), query)

/** The same of a course in a term. Rule: E14. */
export const getCourseRenewals = (
  { params, query }: RequestOf<typeof contracts.getCourseRenewals>,
  context: CampusContext,
) => renewals(context, { termId: params.termId, scope: { of: 'COURSE', id: params.courseId } }, query)

/** The same of a teacher's classes in a term. Rule: E14. */
export const getTeacherRenewals = (
  { params, query }: RequestOf<typeof contracts.getTeacherRenewals>,
  context: CampusContext,
) => renewals(context, { termId: params.termId, scope: { of: 'TEACHER', id: params.teacherId } }, query)

/** The same of the campus in a term. Rule: E14. */
export const getCampusRenewals = (
  { params, query }: RequestOf<typeof contracts.getCampusRenewals>,
  context: CampusContext,
) => renewals(context, { termId: params.termId, scope: { of: 'CAMPUS' } }, query)

/**
 * How many of a class were promoted, and who was counted; refuses `censusNotTaken` before the census date.
 * @throws NotFound of the class group
 * Rule: E10.
 */
export const getClassPromotions = async (
  { params, query }: RequestOf<typeof contracts.getClassPromotions>,
  context: CampusContext,
) => promotions(context, await ofClass(context, params.classGroupId), query)

/** The same of a teacher's classes in a term. Rule: E10. */
export const getTeacherPromotions = (
  { params, query }: RequestOf<typeof contracts.getTeacherPromotions>,
  context: CampusContext,
) => promotions(context, { termId: params.termId, scope: { of: 'TEACHER', id: params.teacherId } }, query)
