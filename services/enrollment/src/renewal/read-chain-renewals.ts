import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { formulas } from '@tutelage/shared/contracts/enrollment/formulas.ts'
import type { getChainRenewals as contract } from '@tutelage/shared/contracts/enrollment/renewal-routes.ts'
import type { Context } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { daysBetween } from '@tutelage/shared/kernel/local-date.ts'
import { listCensusesBetween, loadCampusTallies } from './census-store.ts'
import { addTally, emptyTally, rateOf, type Tally } from './renewal.ts'

/** Of a campus so many days bring a few terms at most: what is read stays proportional to the campuses. */
const mostDays = 366

const figuresOf = (tally: Tally) => {
  const { counted, renewed, lapsed, naturalEnds } = tally
  const rateBasisPoints = rateOf(tally, renewed)
  return {
    ...{ counted, naturalEnds, renewed, lapsed, open: counted - renewed - lapsed - naturalEnds },
    ...(rateBasisPoints !== undefined && { rateBasisPoints }),
  }
}

/**
 * The renewal rate of the chain: of all terms whose census was taken in a period, in all campuses that the caller may see. The tallies
 * are those of the campuses, as they stand; which terms there are may be a moment behind.
 * @returns the sums, and each campus's term beside them, by census date; refuses `tooFarApart`
 * Rule: E14.
 */
export async function getChainRenewals({ query }: RequestOf<typeof contract>, context: Context) {
  const { from, to } = query
  if (daysBetween(from, to) > mostDays) return refuse('tooFarApart', { mostDays })
  const censuses = await listCensusesBetween(context, { from, to })
  const tallies = await loadCampusTallies(context, censuses)
  const terms = censuses.map(({ campus, census: { termId, censusOn, cutOffOn } }, at) => ({
    ...{ campusId: campus.campusId, termId, censusOn, cutOffOn },
    ...figuresOf(tallies[at] ?? emptyTally),
  }))
  const sum = tallies.reduce<Tally>((total, tally) => addTally(total, tally), emptyTally)
  return accept({
    from,
    to,
    campuses: new Set(terms.map(({ campusId }) => campusId)).size,
    ...figuresOf(sum),
    formula: formulas.renewal,
    terms,
  })
}
