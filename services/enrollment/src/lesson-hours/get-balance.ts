import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { formulas } from '@tutelage/shared/contracts/enrollment/formulas.ts'
import type { getBalance as contract } from '@tutelage/shared/contracts/enrollment/lesson-hours-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { balanceOn, type ExplainedEntry } from './balance.ts'
import { loadHistory } from './hours-account-store.ts'

const entryView = ({ entry, ...effect }: ExplainedEntry) => ({
  entryId: entry.entryId,
  kind: entry.kind,
  occurredAt: entry.occurredAt,
  recordedAt: entry.recordedAt,
  ...(entry.reverses && { reverses: entry.reverses }),
  ...effect,
})

/**
 * Hours and money of an enrollment, explained, as of now or any moment.
 * @throws NotFound of the enrollment
 * Rule: E8.
 */
export async function getBalance({ params, query }: RequestOf<typeof contract>, context: CampusContext) {
  const { account, purchases, entries: history } = await loadHistory(context, params.enrollmentId)
  const { asOf = context.now, recordedBy = context.now } = query
  const { hours, money, entries } = balanceOn({ account, purchases, history }, { happenedBy: asOf, recordedBy })
  const { enrollmentId, studentId, currency } = account
  return accept({
    enrollmentId,
    studentId,
    asOf,
    recordedBy,
    currency,
    hours,
    money,
    formula: formulas.balance,
    entries: entries.map(entryView),
  })
}
