import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/teacher-pay-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import type { PayMonth } from './pay-month.ts'
import { loadClosings } from './pay-month-store.ts'
import { statementLines, sumStatement } from './statement.ts'
import { findBasePayEntry, listPaidTeachers as listTeachers, loadAccruals } from './teacher-pay-store.ts'

/** True when a teacher asks for the pay of somebody else. Rule: E17, least privilege. */
export const isOthersPay = ({ scope: { actor } }: CampusContext, teacherId: StaffId): boolean =>
  actor.kind === 'teacher' && actor.id !== teacherId

/** A teacher's statement of a month: computed from its entries, which are as many as the lessons of a month. Rule: E17. */
async function loadStatement(context: CampusContext, { teacherId, month }: PayMonth) {
  const [campus, closings, base, accruals] = await Promise.all([
    loadCampus(context),
    loadClosings(context, [teacherId]),
    findBasePayEntry(context, { teacherId, month }),
    loadAccruals(context, { teacherId, month }),
  ])
  const entries = statementLines({ month, base, accruals }, campus)
  const closedThrough = closings.of(teacherId)
  const isClosed = closedThrough !== undefined && month <= closedThrough
  const status = isClosed ? ('closed' as const) : ('open' as const)
  return { teacherId, month, status, currency: campus.currency, ...sumStatement(entries), entries: [...entries] }
}

/**
 * A teacher's statement of a month, entry by entry.
 * @returns the statement, or refuses `notYourPay` when a teacher asks for somebody else's
 * Rule: E17.
 */
export async function getTeacherPay(
  { params: { teacherId }, query: { month } }: RequestOf<typeof contracts.getTeacherPay>,
  context: CampusContext,
) {
  if (isOthersPay(context, teacherId)) return refuse('notYourPay', { teacherId })
  return accept(await loadStatement(context, { teacherId, month }))
}

/** One page of the teachers who have pay in a month, with the sums of their statements. Rule: E17. */
export async function listPaidTeachers(
  { params: { month }, query }: RequestOf<typeof contracts.listPaidTeachers>,
  context: CampusContext,
) {
  const { items, ...rest } = await listTeachers(context, month, query)
  const statements = await Promise.all(
    items.map(({ value: { teacherId } }) => loadStatement(context, { teacherId, month })),
  )
  return accept({ items: statements.map(({ entries: _, status: __, month: ___, ...sums }) => sums), ...rest })
}
