import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/library-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { endOfDay, localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { loadStudent } from '../students/student-store.ts'
import { copyView } from './copy-view.ts'
import { keepPast, leaveBorrower, loadBorrowed, loadCopy, writeBorrowed, writeCopy } from './library-store.ts'
import { type Borrower, lend, renew, takeBack } from './loan.ts'
import { libraryPolicy } from './policy.ts'

/** The borrower as leads know them: a merged student's loans are the survivor's. @throws NotFound of the student */
async function knownBorrower(context: CampusContext, borrower: Borrower): Promise<Borrower> {
  if (borrower.kind === 'staff') return borrower
  const { studentId } = await loadStudent(context, borrower.studentId)
  return { kind: 'student', studentId }
}

/**
 * Lends a copy.
 * @returns the copy, or refuses `notAvailable`, `tooManyLoans`
 * @throws NotFound of the copy or the student
 * Rule: E19.
 */
export async function lendCopy({ params, body }: RequestOf<typeof contracts.lendCopy>, context: CampusContext) {
  const { value: copy, version } = await loadCopy(context, params.copyId)
  const borrower = await knownBorrower(context, body.borrower)
  const borrowed = await loadBorrowed(context, borrower)
  const { timeZone } = await loadCampus(context)
  const today = localDateOf(context.now, timeZone)
  const { copyIds } = borrowed.value
  const wish = { loanId: context.ids.next('loan'), borrower, openLoans: copyIds.length, today }
  const lent = lend(copy, wish, await libraryPolicy.load(context))
  if (!lent.ok) return lent
  return accept(
    await context.commit({
      writes: [
        writeCopy(context, { value: lent.value, version }, endOfDay(lent.value.loan.dueOn, timeZone)),
        writeBorrowed(context, borrower, { ...borrowed, value: { copyIds: [...copyIds, copy.copyId] } }),
      ],
      answer: copyView(lent.value, today),
    }),
  )
}

/**
 * Lends a copy on.
 * @returns the copy, or refuses `notLent`, `overdue`, `tooManyRenewals`
 * @throws NotFound of the copy
 * Rule: E19.
 */
export async function renewLoan({ params }: RequestOf<typeof contracts.renewLoan>, context: CampusContext) {
  const { value: copy, version } = await loadCopy(context, params.copyId)
  const { timeZone } = await loadCampus(context)
  const today = localDateOf(context.now, timeZone)
  const renewed = renew(copy, today, await libraryPolicy.load(context))
  if (!renewed.ok) return renewed
  const remindAt = endOfDay(renewed.value.loan.dueOn, timeZone)
  return accept(
    await context.commit({
      writes: [writeCopy(context, { value: renewed.value, version }, remindAt)],
      answer: copyView(renewed.value, today),
    }),
  )
}

/**
 * Takes a copy back.
 * @returns the loan that is over, or refuses `notLent`
 * @throws NotFound of the copy
 * Rule: E19.
 */
export async function returnCopy({ params }: RequestOf<typeof contracts.returnCopy>, context: CampusContext) {
  const { value: copy, version } = await loadCopy(context, params.copyId)
  const { timeZone } = await loadCampus(context)
  const taken = takeBack(copy, localDateOf(context.now, timeZone))
  if (!taken.ok) return taken
  const { returned } = taken.value
  const { copyId, titleId } = copy
  return accept(
    await context.commit({
      writes: [
        writeCopy(context, { value: taken.value.copy, version }),
        await leaveBorrower(context, returned.borrower, copyId),
        keepPast(context, copy, returned),
      ],
      answer: { ...returned, copyId, titleId },
    }),
  )
}
