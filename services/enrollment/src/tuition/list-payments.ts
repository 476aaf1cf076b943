import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type {
  listPayments as contract,
  listRefunds as refundsContract,
} from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { listPaymentsOf } from './payment-store.ts'
import { listRefundsOf } from './refund-store.ts'

/** The payments of an enrollment, oldest first. */
export async function listPayments({ params }: RequestOf<typeof contract>, context: CampusContext) {
  const payments = await listPaymentsOf(context, params.enrollmentId)
  return accept({ items: payments.map(({ refunds: _, ...payment }) => payment) })
}

/** One page of the refunds of an enrollment, oldest first. */
export async function listRefunds({ params, query }: RequestOf<typeof refundsContract>, context: CampusContext) {
  const { items, ...rest } = await listRefundsOf(context, params.enrollmentId, query)
  return accept({ items: items.map(({ value }) => value), ...rest })
}
