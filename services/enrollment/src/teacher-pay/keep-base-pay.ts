import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import * as contracts from '@tutelage/shared/contracts/enrollment/teacher-pay-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { monthOf } from '@tutelage/shared/kernel/local-date.ts'
import { type BasePay, basePayOf } from './base-pay.ts'
import { loadBasePay, writeBasePay } from './base-pay-store.ts'
import { isOthersPay } from './get-teacher-pay.ts'

const viewOf = (basePay: BasePay, month: string) => ({
  teacherId: basePay.teacherId,
  amountMinor: basePayOf(basePay, month),
  changes: [...basePay.changes],
})

/**
 * Sets what a teacher gets each month from a month on; what was set before stays in the history.
 * @returns the base pay, or refuses `monthIsOver` for a month whose base pay may have been posted; `tooManyChanges`
 * Rule: E17.
 */
export async function setBasePay({ params, body }: RequestOf<typeof contracts.setBasePay>, context: CampusContext) {
  const month = monthOf(await campusToday(context))
  if (body.validFrom < month) return refuse('monthIsOver', { month: body.validFrom })
  const { value, version } = await loadBasePay(context, params.teacherId)
  const count = value.changes.length
  if (count >= contracts.mostBasePayChanges) return refuse('tooManyChanges', { count })
  const change = { ...body, changedAt: context.now, changedBy: { ...context.scope.actor } }
  const after = { ...value, changes: [...value.changes, change] }
  const writes = [writeBasePay(context, { value: after, version })]
  return accept(await context.commit({ writes, answer: viewOf(after, month) }))
}

/** A teacher's base pay with its history; refuses `notYourPay` when a teacher asks for somebody else's. Rule: E17. */
export async function getBasePay({ params }: RequestOf<typeof contracts.getBasePay>, context: CampusContext) {
  const { teacherId } = params
  if (isOthersPay(context, teacherId)) return refuse('notYourPay', { teacherId })
  const { value } = await loadBasePay(context, teacherId)
  return accept(viewOf(value, monthOf(await campusToday(context))))
}
