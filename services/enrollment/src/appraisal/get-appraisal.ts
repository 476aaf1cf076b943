import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/appraisal-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { appraise } from './appraisal.ts'
import { periodOf } from './appraised-period.ts'
import { loadFacts } from './load-facts.ts'
import { appraisalPolicy } from './policy.ts'

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
  const { actor } = context.scope
  const { teacherId } = params
  if (actor.kind === 'teacher' && actor.id !== teacherId) return refuse('notYourAppraisal', { teacherId })
  const period = await periodOf(context, query)
  if (!period.ok) return period
  const policy = await appraisalPolicy.load(context)
  const facts = await loadFacts(context, { teacherId, period: period.value })
  const { factors, leftOut, score } = appraise(facts, policy)
  const shown = factors.map((factor) => ({ ...factor, counts: { ...factor.counts } }))
  return accept({ teacherId, ...period.value, factors: shown, leftOut: [...leftOut], score })
}
