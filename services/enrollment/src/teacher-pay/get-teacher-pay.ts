import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { getTeacherPay as contract } from '@tutelage/shared/contracts/enrollment/teacher-pay-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { totalOf } from '@tutelage/shared/ledger/entry.ts'
import { pay } from './teacher-pay.ts'
import { type Accrued, loadAccruals } from './teacher-pay-store.ts'

const byTime = ({ entry: a }: Accrued, { entry: b }: Accrued): number =>
  `${a.occurredAt} ${a.recordedAt} ${a.entryId}` < `${b.occurredAt} ${b.recordedAt} ${b.entryId}` ? -1 : 1

/**
 * What a teacher earned by the lessons of a month, entry by entry, in the order of the lessons.
 * @returns the statement, or refuses `notYourPay` when a teacher asks for somebody else's
 * Rule: E17.
 */
export async function getTeacherPay({ params, query }: RequestOf<typeof contract>, context: CampusContext) {
  const { actor } = context.scope
  const { teacherId } = params
  const { month } = query
  if (actor.kind === 'teacher' && actor.id !== teacherId) return refuse('notYourPay', { teacherId })
  const { currency } = await loadCampus(context)
  const accruals = [...(await loadAccruals(context, { teacherId, month }))].sort(byTime)
  const entries = accruals.map(({ lessonId, entry: { entryId, occurredAt, recordedAt, lines } }) => ({
    entryId,
    lessonId,
    occurredAt,
    recordedAt,
    amountMinor: totalOf(lines, pay, currency),
  }))
  const totalMinor = entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  return accept({ teacherId, month, currency, totalMinor, entries })
}
