import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { findCopyAt, loadTitle, writeCopy } from './library-store.ts'
import { isOverdue } from './loan.ts'

/**
 * Reminds the borrower, once for each last day, that a copy should be back.
 * @param key of the copy's item, from the due index, which may be behind
 * @returns whether they were reminded now
 * Rule: E19.
 */
export async function remindOverdue(key: ItemKey, context: CampusContext) {
  const stored = await findCopyAt(context, key)
  const today = await campusToday(context)
  if (stored?.value.status !== 'lent') return accept({ reminded: false })
  const { value: copy, version } = stored
  if (copy.loan.overdueTold || !isOverdue(copy.loan, today)) return accept({ reminded: false })
  const { loan } = copy
  const { value: title } = await loadTitle(context, copy.titleId)
  const { borrower } = loan
  const message = requestMessage(context, {
    occasion: `loanOverdue:${loan.loanId}:${loan.dueOn}`,
    category: borrower.kind === 'student' ? 'service' : 'staff',
    template: borrower.kind === 'student' ? 'loanOverdue' : 'staffLoanOverdue',
    recipient: borrower.kind === 'student' ? { studentId: borrower.studentId } : { staffId: borrower.staffId },
    params: { title: title.name, dueOn: loan.dueOn },
  })
  const told = { ...copy, loan: { ...loan, overdueTold: true } }
  return accept(
    await context.commit({
      writes: [writeCopy(context, { value: told, version })],
      events: [message],
      answer: { reminded: true },
    }),
  )
}
