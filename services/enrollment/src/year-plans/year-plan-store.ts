import { planPaymentReply, yearPlanReply } from '@tutelage/shared/contracts/enrollment/year-plan-fields.ts'
import { amountField, idField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { dueAttributes } from '@tutelage/shared/data/due-index.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { readAll } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Instant } from '@tutelage/shared/kernel/instant.ts'
import type { LedgerEntry } from '@tutelage/shared/ledger/entry.ts'
import { bookField } from '@tutelage/shared/ledger/ledger-fields.ts'
import * as z from 'zod'
import { appendEntryAt } from '../lesson-hours/hours-account-store.ts'
import type { YearPlan } from './year-plan.ts'

/** The due job that counts used lessons as income each month, and ends a plan whose time has run out. */
export const yearPlanJob = 'settle-year-plan'

const planItem = defineItem('yearPlan', () => yearPlanReply().extend({ settlements: z.int(), book: bookField() }))
const paymentItem = defineItem('planPayment', () =>
  planPaymentReply().extend({
    /** What of it went back, once. */
    refund: z.object({ refundId: idField('refund'), amountMinor: amountField() }).optional(),
  }),
)
/** Money received for a plan, and what of it was given back. */
export type PlanPayment = ReturnType<typeof paymentItem.read>['value']

const partition = (yearPlanId: Id<'yearPlan'>): string => `YEARPLAN#${yearPlanId}`
const planKey = ({ campus }: CampusContext, yearPlanId: Id<'yearPlan'>): ItemKey =>
  campusKey(campus, partition(yearPlanId), 'PLAN')

/** @throws NotFound when the campus has no such plan */
export async function loadYearPlan(context: CampusContext, yearPlanId: Id<'yearPlan'>): Promise<Stored<YearPlan>> {
  const stored = planItem.find(await context.table.get(planKey(context, yearPlanId)))
  if (!stored) throw new NotFound('yearPlan')
  return stored
}

/** The plan that the due index points to. */
export const findYearPlanAt = async (
  { table }: CampusContext,
  { pk, sk }: ItemKey,
): Promise<Stored<YearPlan> | undefined> => planItem.find(await table.get({ pk, sk }))

/**
 * @param version as it was read, or 0 for a new plan
 * @param lookAt when the job looks at it next; absent once it has ended
 */
export function writeYearPlan(context: CampusContext, plan: YearPlan, version: number, lookAt?: Instant): Write {
  const key = planKey(context, plan.yearPlanId)
  const indexes = {
    lookupPk: campusPartition(context.campus, `YEARPLANSOF#${plan.studentId}`),
    lookupSk: plan.yearPlanId,
    ...(lookAt && dueAttributes(context.campus, { job: yearPlanJob, at: lookAt, key })),
  }
  const { agreed, book } = plan
  const value = {
    ...plan,
    instalments: plan.instalments.map((one) => ({ ...one })),
    agreed: agreed.kind === 'courses' ? { ...agreed, courseIds: [...agreed.courseIds] } : { ...agreed },
    completed: plan.completed.map((one) => ({ ...one })),
    enrollmentIds: [...plan.enrollmentIds],
    deposit: { ...plan.deposit },
    state: { ...plan.state },
    book: { balances: [...book.balances], lots: [...book.lots] },
  }
  return planItem.write(key, value, { version, indexes })
}

/** Appends entries of a plan's book; each business key posts once, for ever. */
export const appendPlanEntries = (
  context: CampusContext,
  { yearPlanId }: Pick<YearPlan, 'yearPlanId'>,
  entries: readonly LedgerEntry[],
): readonly Write[] =>
  entries.map((entry) =>
    appendEntryAt(context, campusKey(context.campus, partition(yearPlanId), `ENTRY#${entry.businessKey}`), entry),
  )

/** Every payment of a plan, by id. */
export const loadPlanPayments = (
  { table, campus }: CampusContext,
  yearPlanId: Id<'yearPlan'>,
): Promise<readonly Stored<PlanPayment>[]> =>
  readAll(table, paymentItem, { pk: campusPartition(campus, partition(yearPlanId)), sk: { beginsWith: 'PAYMENT#' } })

/** @param version as it was read, or 0 for a new payment */
export const writePlanPayment = (context: CampusContext, payment: PlanPayment, version: number): Write =>
  paymentItem.write(campusKey(context.campus, partition(payment.yearPlanId), `PAYMENT#${payment.paymentId}`), payment, {
    version,
  })
