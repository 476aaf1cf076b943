import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/library-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { copyView } from './copy-view.ts'
import { keepPast, leaveBorrower, loadCopy, loadTitle, writeCopy, writeTitle } from './library-store.ts'
import { type Copy, withdraw } from './loan.ts'

/** Adds a title to the library. Rule: E19. */
export async function addTitle({ body }: RequestOf<typeof contracts.addTitle>, context: CampusContext) {
  const title = { titleId: context.ids.next('title'), ...body }
  return accept(await context.commit({ writes: [writeTitle(context, { ...title, copyIds: [] }, 0)], answer: title }))
}

/**
 * Adds a copy of a title, or refuses `tooManyCopies`.
 * @throws NotFound of the title
 * Rule: E19.
 */
export async function addCopy({ params, body }: RequestOf<typeof contracts.addCopy>, context: CampusContext) {
  const { value: title, version } = await loadTitle(context, params.titleId)
  const { mostCopies } = contracts
  if (title.copyIds.length >= mostCopies) return refuse('tooManyCopies', { mostCopies })
  const copyId = context.ids.next('copy')
  const copy: Copy = { copyId, titleId: title.titleId, ...body, status: 'available' }
  return accept(
    await context.commit({
      writes: [
        writeTitle(context, { ...title, copyIds: [...title.copyIds, copyId] }, version),
        writeCopy(context, { value: copy, version: 0 }),
      ],
      answer: copy,
    }),
  )
}

/**
 * Takes a copy out of the library, out of its borrower's hands too, whose loan is over then; or refuses `alreadyWithdrawn`.
 * @throws NotFound of the copy
 * Rule: E19.
 */
export async function withdrawCopy({ params, body }: RequestOf<typeof contracts.withdrawCopy>, context: CampusContext) {
  const { value: copy, version } = await loadCopy(context, params.copyId)
  const today = await campusToday(context)
  const withdrawn = withdraw(copy, body.reason, today)
  if (!withdrawn.ok) return withdrawn
  const { status, withdrawnOn, reason, loan } = withdrawn.value
  const writes = [writeCopy(context, { value: withdrawn.value, version })]
  if (loan) {
    writes.push(await leaveBorrower(context, loan.borrower, copy.copyId))
    writes.push(keepPast(context, copy, { ...loan, status, withdrawnOn, reason }))
  }
  return accept(await context.commit({ writes, answer: copyView(withdrawn.value, today) }))
}
