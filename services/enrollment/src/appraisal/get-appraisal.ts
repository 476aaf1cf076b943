import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/appraisal-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import { type Appraisal, appraise } from './appraisal.ts'
import { appraisalTable } from './appraisal-table.ts'
import { type AskedPeriod, periodOf } from './appraised-period.ts'
import { loadFacts } from './load-facts.ts'
import { appraisalPolicy } from './policy.ts'

async function loadAppraisal(context: CampusContext, teacherId: StaffId, asked: AskedPeriod) {
  const { actor } = context.scope
  if (actor.kind === 'teacher' && actor.id !== teacherId) return refuse('notYourAppraisal', { teacherId })
  const period = await periodOf(context, asked)
  if (!period.ok) return period
  const policy = await appraisalPolicy.load(context)
  const appraisal: Appraisal = appraise(await loadFacts(context, { teacherId, period: period.value }), policy)
  return accept({ teacherId, ...period.value, ...appraisal })
}

/**
 * The appraisal of a teacher in a term or some months, from what enrollment owns.
 * @returns the appraisal, or refuses `notYourAppraisal` when a teacher asks for somebody else's, and as `periodOf`
 * @throws NotFound of the term
 * Rule: E17 (source).
 */
export async function getAppraisal(
  { params, query }: RequestOf<typeof contracts.getAppraisal>,
  context: CampusContext,
) {
  const found = await loadAppraisal(context, params.teacherId, query)
  if (!found.ok) return found
  const { factors, leftOut, ...rest } = found.value
  const shown = factors.map((factor) => ({ ...factor, counts: { ...factor.counts } }))
  return accept({ ...rest, factors: shown, leftOut: [...leftOut] })
}

/** The same as a table; refuses as it. @throws NotFound of the term. Rule: E17. */
export async function downloadAppraisal(
  { params, query: { language, ...asked } }: RequestOf<typeof contracts.downloadAppraisal>,
  context: CampusContext,
) {
  const found = await loadAppraisal(context, params.teacherId, asked)
  return found.ok ? accept(appraisalTable(found.value, language)) : found
}
