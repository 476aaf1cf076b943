import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { type Copy, isOverdue } from './loan.ts'

/** A copy as it is shown on a day. */
export function copyView(copy: Copy, today: LocalDate) {
  if (copy.status !== 'lent') return copy
  const { overdueTold: _, ...loan } = copy.loan
  return { ...copy, loan: { ...loan, isOverdue: isOverdue(loan, today) } }
}
